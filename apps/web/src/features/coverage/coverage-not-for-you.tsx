import { useI18n } from '../../i18n/i18n.ts'
import { Page } from '../../ui/page.tsx'

/** For people who may edit no project: what this page is, and whom to ask. */
export function CoverageNotForYou() {
  const { t } = useI18n()
  return <Page title={t('coverage.notYours')} intro={t('coverage.notYoursHint')} />
}
