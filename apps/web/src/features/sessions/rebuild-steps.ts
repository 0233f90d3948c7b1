import { type Checks, emptyReasons, lastStored } from './checks.ts'
import { type Found, isAsked, unanswered } from './step.ts'
import { bySentence, stateWord, toneOf, verdictWord, type Words, whenText, whyText } from './words.ts'

/** How far the log was seen, where that matters: what it does not hold nobody can tell. */
function logNotes({ rebuilds }: Checks, { t }: Words): string[] {
  const log = rebuilds.data?.log
  if (!log) return []
  if (log.sight.state === 'none') return [t('sessionPage.last.logNone')]
  if (log.sight.state === 'unreadable') return [t('sessionPage.last.logUnreadable')]
  return log.backTo === null ? [] : [t('sessionPage.last.backTo', { stamp: log.backTo })]
}

export function last(checks: Checks, words: Words): Found {
  const { t } = words
  const { data } = checks.rebuilds
  if (!data) return unanswered(checks.rebuilds, isAsked(checks), words)
  const [newest] = data.rebuilds
  const notes = logNotes(checks, words)
  if (!newest) {
    // Only the whole log can say that there was none.
    const whole = data.log.sight.state === 'ok' && data.log.before === null
    return whole
      ? { tone: 'attention', verdict: t('sessionPage.last.none'), notes: [t('sessionPage.last.noneHint')] }
      : { tone: 'unknown', verdict: t('sessionPage.last.noneSoFar'), notes }
  }
  const when = t('sessionPage.last.when', { by: bySentence(newest, t), when: whenText(newest, words) })
  const why = whyText(newest, t)
  return {
    tone: toneOf(newest),
    verdict: verdictWord(newest, t),
    notes: [when, ...(why ? [why] : []), ...(data.log.sight.state === 'ok' ? [] : notes)],
    runs: newest.run ? [newest.run] : [],
  }
}

export function events(checks: Checks, words: Words): Found {
  const { t } = words
  const { data } = checks.rebuilds
  if (!data) return unanswered(checks.rebuilds, isAsked(checks), words)
  const notes = logNotes(checks, words)
  const driven = data.rebuilds.filter(({ by }) => by === 'event')
  const [newest] = driven
  if (!newest) {
    const tone = data.log.sight.state === 'ok' ? 'neutral' : 'unknown'
    return { tone, verdict: t('sessionPage.events.none'), notes: [t('sessionPage.events.hint'), ...notes] }
  }
  const sentence = t('sessionPage.events.last', {
    by: bySentence(newest, t),
    when: whenText(newest, words),
    verdict: verdictWord(newest, t),
  })
  const why = whyText(newest, t)
  return {
    tone: toneOf(newest) === 'good' ? 'neutral' : toneOf(newest),
    verdict: t('sessionPage.events.some', { count: driven.length }),
    notes: [sentence, ...(why ? [why] : []), ...notes],
  }
}

export function empty(checks: Checks, words: Words): Found {
  const { t } = words
  const reasons = emptyReasons(checks)
  const checking = [checks.scans, checks.metadata, checks.rebuilds].some(({ data, error }) => !data && !error)
  if (reasons === undefined) {
    if (checking) return unanswered({ data: undefined, error: null }, isAsked(checks), words)
    return {
      tone: 'unknown',
      verdict: t('sessionPage.notMade'),
      notes: [t('sessionPage.empty.unknownHint'), ...logNotes(checks, words)],
    }
  }
  if (reasons === null)
    return {
      tone: 'neutral',
      verdict: t('sessionPage.empty.nothing'),
      notes: [t('sessionPage.empty.nothingHint')],
    }
  if (reasons.length === 0)
    return {
      tone: 'neutral',
      verdict: t('sessionPage.empty.noSign'),
      notes: [t('sessionPage.empty.noSignHint')],
    }
  const stored = lastStored(checks.rebuilds.data?.rebuilds ?? [])
  const notes = reasons.map((reason) => {
    if (reason === 'no-scans') return t('sessionPage.empty.noScans')
    return reason === 'no-images' ? t('sessionPage.empty.noImages') : t(`sessionPage.empty.sign.${reason}`)
  })
  if (stored) notes.push(t('sessionPage.empty.storedAt', { when: whenText(stored, words) }))
  notes.push(t('sessionPage.empty.then'))
  return { tone: 'attention', verdict: t('sessionPage.empty.suspected'), notes }
}

export function coming(checks: Checks, words: Words): Found {
  const { t } = words
  const { data } = checks.rebuilds
  if (!data) return unanswered(checks.rebuilds, isAsked(checks), words)
  if (data.coming.length === 0)
    return {
      tone: 'neutral',
      verdict: t('sessionPage.coming.none'),
      notes: [t('sessionPage.coming.noneHint')],
    }
  const now = data.coming.some(({ run }) => run.state !== 'queued')
  return {
    tone: now ? 'running' : 'neutral',
    verdict: t(now ? 'sessionPage.coming.now' : 'sessionPage.coming.queued'),
    notes: data.coming.map(({ run, certain }) => {
      const by = bySentence({ by: 'run', run, trigger: null, user: null }, t)
      const said = t('sessionPage.coming.run', { by, state: stateWord(run.state, t) })
      return t(certain ? 'sessionPage.coming.certain' : 'sessionPage.coming.perhaps', { run: said })
    }),
    runs: data.coming.map(({ run }) => run),
  }
}
