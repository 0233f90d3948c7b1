import { isActive } from '@ohif-admin/contracts'
import { useQuery } from '@tanstack/react-query'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { runQueries } from './run.queries.ts'
import { runSentence } from './run-sentences.ts'

/** What is being rebuilt now, else how the last run went. */
export function RunsFact({ admin }: { admin: boolean }) {
  const { t, locale } = useI18n()
  const runs = useQuery(runQueries.recent(useApi())).data
  const shown = runs?.find(({ state }) => isActive(state)) ?? runs?.[0]
  if (!runs) return <>&nbsp;</>
  const idle = t(admin ? 'runs.idle-admin' : 'runs.idle')
  if (!shown) return idle
  const sentence = runSentence(shown, { t, locale })
  return (
    <span className="foreign">{isActive(shown.state) ? sentence : t('runs.last', { idle, sentence })}</span>
  )
}
