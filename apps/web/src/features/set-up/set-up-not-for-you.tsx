import { useI18n } from '../../i18n/i18n.ts'
import { Page } from '../../ui/page.tsx'

/** For everybody but site admins: what this page is, and whom to ask. */
export function SetUpNotForYou() {
  const { t } = useI18n()
  return <Page title={t('setUp.notYours')} intro={t('setUp.notYoursHint')} />
}
