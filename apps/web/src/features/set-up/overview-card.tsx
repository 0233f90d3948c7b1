import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Button, buttonClass } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { putAway, setUpQueries } from './set-up.queries.ts'
import { countProved, nextStep, stepSentence } from './step-words.ts'

/** For the overview: what the set-up lacks and the next step; nothing when it is done or put away. */
export function SetUpCard() {
  const { t } = useI18n()
  const api = useApi()
  const queryClient = useQueryClient()
  const { data } = useQuery(setUpQueries.progress(api))
  const away = useMutation({
    mutationFn: () => putAway(api, true),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: setUpQueries.progress(api).queryKey }),
  })
  const next = nextStep(data?.steps ?? [])
  if (!data || data.putAway || !next) return null
  const tone = next.state === 'broken' ? 'bad' : next.state === 'open' ? 'neutral' : 'unknown'
  return (
    <section aria-labelledby="set-up-card" className="card grid gap-2 p-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h2 id="set-up-card" className="text-sm text-ink-2">
          {t('setUp.card.title')}
        </h2>
        <span className="text-sm text-ink-2">{t('setUp.steps.sentence', countProved(data.steps))}</span>
      </div>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <Badge tone={tone}>{t(`setUp.state.${next.state}`)}</Badge>
        <p className="min-w-0 flex-1 basis-64">
          <span className="font-medium">{t(`setUp.step.${next.step}`)}:</span> {stepSentence(next, t)}
        </p>
        <Link to="/set-up" className={buttonClass('secondary', 'sm')}>
          {t('setUp.card.go')}
        </Link>
        <Button variant="quiet" size="sm" onClick={() => away.mutate()} disabled={away.isPending}>
          {t('setUp.card.putAway')}
        </Button>
      </div>
      {away.isError && <ErrorNotice error={away.error} what={t('setUp.card.failed')} />}
    </section>
  )
}
