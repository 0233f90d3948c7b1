import { useI18n } from '../../i18n/i18n.ts'
import { Page } from '../../ui/page.tsx'
import { Bone, SkeletonRows } from '../../ui/skeleton.tsx'

/** The shape of a run's page before the run is known. */
export function RunPageSkeleton() {
  const { t } = useI18n()
  return (
    <Page>
      <div role="status" aria-label={t('run.loading')}>
        <Bone className="h-4 w-72 max-w-full" />
        <Bone className="mt-2 h-6 w-96 max-w-full" />
      </div>
      <div className="card grid gap-3 p-4">
        <Bone className="h-6 w-64 max-w-full" />
        <Bone className="h-3" />
        <Bone className="h-5 w-96 max-w-full" />
        <Bone className="h-5 w-80 max-w-full" />
      </div>
      <div className="card">
        <SkeletonRows rows={10} label={t('sessions.loading')} />
      </div>
    </Page>
  )
}
