import type { Observation } from '@ohif-admin/contracts'
import { useI18n } from '../../i18n/i18n.ts'
import { Badge } from '../../ui/badge.tsx'
import { reasonSentence, STATE_TONE } from './server-words.ts'

/** How a server was at the last look, and why. */
export function ServerState({ last }: { last: Observation | null }) {
  const { t } = useI18n()
  const state = last?.state ?? 'not-checked'
  return (
    <div className="min-w-0">
      <Badge tone={STATE_TONE[state]} plain>
        {t(`servers.state.${state}`)}
      </Badge>
      {state !== 'ok' && (
        <p className="text-sm text-ink-2">{reasonSentence(state, last?.reason ?? null, t)}</p>
      )}
    </div>
  )
}
