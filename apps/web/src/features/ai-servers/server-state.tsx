import type { ModelProblem, Observation } from '@ohif-admin/contracts'
import { useI18n } from '../../i18n/i18n.ts'
import { Badge } from '../../ui/badge.tsx'
import { SERVER_TONE } from '../../ui/server-tone.ts'
import { reasonSentence } from './server-words.ts'

interface ServerStateProps {
  last: Observation | null
  /** What breaks the viewer, the first of it said in place of the general sentence. */
  problems?: readonly ModelProblem[]
}

/** How a server was at the last look, and why. */
export function ServerState({ last, problems = [] }: ServerStateProps) {
  const { t } = useI18n()
  const state = last?.state ?? 'not-checked'
  const [problem] = problems
  return (
    <div className="min-w-0">
      <Badge tone={SERVER_TONE[state]} plain>
        {t(`servers.state.${state}`)}
      </Badge>
      {state !== 'ok' && (
        <p className="text-sm text-ink-2">
          {state === 'degraded' && problem
            ? t(`servers.problem.${problem.code}`)
            : reasonSentence(state, last?.reason ?? null, t)}
        </p>
      )}
    </div>
  )
}
