import type { MessageKey } from '../../i18n/translate.ts'
import type { Tone } from '../../ui/tone.ts'
import { type Checks, emptyReasons, factsOf, isSlide } from './checks.ts'

/** The page in one sentence. It is never better than the step it rests on. */
export function summaryOf(checks: Checks): { tone: Tone; key: MessageKey } {
  const { lookup, metadata } = checks
  if (lookup.data && lookup.data.outcome !== 'found')
    return lookup.data.outcome === 'not-imaging'
      ? { tone: 'bad', key: 'sessionPage.summary.notImaging' }
      : { tone: 'bad', key: 'sessionPage.summary.noSession' }
  if (!metadata.data) {
    const failed = metadata.error ?? (lookup.data ? null : lookup.error)
    return failed
      ? { tone: 'unknown', key: 'sessionPage.summary.unknown' }
      : { tone: 'running', key: 'sessionPage.summary.checking' }
  }
  const { viewer, index } = metadata.data
  if (viewer.state === 'missing') return { tone: 'bad', key: 'sessionPage.summary.missing' }
  if (viewer.state !== 'present') return { tone: 'unknown', key: 'sessionPage.summary.unknown' }
  const facts = factsOf(lookup)
  if (facts && isSlide(facts) && index?.state === 'missing')
    return { tone: 'bad', key: 'sessionPage.summary.noIndex' }
  if (facts && isSlide(facts) && index?.state !== 'present')
    return { tone: 'unknown', key: 'sessionPage.summary.unknown' }
  return (emptyReasons(checks) ?? []).length > 0
    ? { tone: 'attention', key: 'sessionPage.summary.empty' }
    : { tone: 'good', key: 'sessionPage.summary.present' }
}
