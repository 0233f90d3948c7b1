import { useI18n } from '../i18n/i18n.ts'
import { Page } from '../ui/page.tsx'
import { Bone, SkeletonRows } from '../ui/skeleton.tsx'
import { SlowHint } from '../ui/slow-hint.tsx'

/** The same without the frame around it. */
export function ConsolePending() {
  return (
    <main>
      <PagePending />
    </main>
  )
}

/** The place of a page whose code or whose reader's rights are on their way. */
export function PagePending() {
  const { t } = useI18n()
  return (
    <Page>
      <Bone className="h-7 w-48" />
      <div className="card">
        <SkeletonRows rows={6} label={t('common.loading')} />
      </div>
      <SlowHint />
    </Page>
  )
}
