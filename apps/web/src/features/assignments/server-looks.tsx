import type { JobServer } from '@ohif-admin/contracts'
import { useContext, useState } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import type { Translate } from '../../i18n/translate.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { errorSentence } from '../../ui/error-sentence.ts'
import { ForeignText } from '../../ui/foreign-text.tsx'
import type { Tone } from '../../ui/tone.ts'
import { FoundByCheck } from './found-by-check.ts'
import type { Look, ServerLooks } from './use-server-looks.ts'

/** More than a person reads; what speaks against one stands first. */
const SHOWN = 100

interface ServerLooksListProps {
  servers: readonly JobServer[]
  looks: ServerLooks
}

/** The servers that would be used and what looking at them found, one by one. */
export function ServerLooksList({ servers, looks }: ServerLooksListProps) {
  const { t } = useI18n()
  const bySay = [...servers].sort((a, b) => weight(looks.of(a.server)) - weight(looks.of(b.server)))
  const done = servers.length - looks.left
  return (
    <section aria-label={t('looks.title')} className="grid gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <h3 className="font-medium">{t('looks.title')}</h3>
        <span role="status" className="text-sm text-ink-2">
          {t('looks.progress', { done, count: servers.length })}
        </span>
        {looks.left > 0 && (
          <Button size="sm" className="ml-auto" onClick={looks.stop}>
            {t('looks.stop')}
          </Button>
        )}
      </div>
      <p className="text-sm text-ink-2">{t('looks.about')}</p>
      <ul className="grid max-h-96 gap-2 overflow-auto">
        {bySay.slice(0, SHOWN).map(({ server, lists }) => (
          <OneServer
            key={server}
            server={server}
            lists={lists}
            look={looks.of(server)}
            onAgain={() => looks.again([server])}
          />
        ))}
      </ul>
      {servers.length > SHOWN && (
        <p className="text-sm text-ink-2">{t('looks.more', { count: servers.length - SHOWN })}</p>
      )}
    </section>
  )
}

interface OneServerProps extends JobServer {
  look: Look
  onAgain: () => void
}

function OneServer({ server, lists, look, onAgain }: OneServerProps) {
  const { t } = useI18n()
  const { tone, word } = describeLook(look, t)
  const isOver = look.state !== 'waiting' && look.state !== 'looking'
  const checkId = look.state === 'seen' ? look.check.checkId : null
  return (
    <li className="grid gap-1.5 rounded-md border border-line p-2.5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <ForeignText className="min-w-0 font-mono text-sm break-all">{server}</ForeignText>
        <span className="text-sm text-ink-2">{t('looks.lists', { count: lists })}</span>
        <span className="ml-auto flex flex-wrap items-center gap-2">
          <Badge tone={tone}>{word}</Badge>
          {isOver && !isFine(look) && (
            <Button size="sm" onClick={onAgain}>
              {t('looks.again')}
            </Button>
          )}
        </span>
      </div>
      {look.state === 'failed' && <p className="text-sm">{errorSentence(look.error, t)}</p>}
      {checkId !== null && !isFine(look) && <WhatWasFound checkId={checkId} />}
    </li>
  )
}

/** Read only by whoever opens it. */
function WhatWasFound({ checkId }: { checkId: string }) {
  const { t } = useI18n()
  const show = useContext(FoundByCheck)
  const [open, setOpen] = useState(false)
  return (
    <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary className="min-h-6 text-sm">{t('looks.found')}</summary>
      {open && <div className="mt-2">{show(checkId)}</div>}
    </details>
  )
}

export const isFine = (look: Look): boolean => look.state === 'seen' && look.check.verdict === 'ok'

/** What does not work first, then what nobody knows, then what is to come; what works last. */
function weight(look: Look): number {
  if (look.state === 'seen') return { problems: 0, unknown: 1, ok: 4 }[look.check.verdict]
  return look.state === 'failed' || look.state === 'stopped' ? 2 : 3
}

function describeLook(look: Look, t: Translate): { tone: Tone; word: string } {
  if (look.state !== 'seen') {
    const tone = look.state === 'looking' ? 'running' : 'unknown'
    return { tone, word: t(`looks.state.${look.state}`) }
  }
  const { checkId, verdict } = look.check
  if (checkId === null) return { tone: 'unknown', word: t('looks.state.noResult') }
  const tone = { ok: 'good', problems: 'bad', unknown: 'unknown' } as const
  return { tone: tone[verdict], word: t(`looks.state.${verdict}`) }
}
