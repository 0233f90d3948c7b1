import { useI18n } from '../../i18n/i18n.ts'
import { Page } from '../../ui/page.tsx'

/** For those who neither own a project nor decide. */
export function RequestsNotForYou() {
  const { t } = useI18n()
  return <Page title={t('requests.notYours')} intro={t('requests.notYoursHint')} />
}
