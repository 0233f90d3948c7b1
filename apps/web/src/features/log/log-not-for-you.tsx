import { Link } from '@tanstack/react-router'
import { useI18n } from '../../i18n/i18n.ts'
import { Page } from '../../ui/page.tsx'

/** For those to whom the log's words are closed: why, and where their own sessions' events are. */
export function LogNotForYou() {
  const { t } = useI18n()
  return (
    <Page title={t('explorer.notYours')} intro={t('explorer.notYoursHint')}>
      <p>
        <Link to="/regeneration" className="link">
          {t('explorer.notYoursLink')}
        </Link>
      </p>
    </Page>
  )
}
