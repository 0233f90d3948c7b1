import { Link } from '@tanstack/react-router'
import { useI18n } from '../i18n/i18n.ts'
import { Page } from '../ui/page.tsx'
import { DocumentTitle } from './document-title.tsx'

export function NotFoundPage() {
  const { t } = useI18n()
  return (
    <Page title={t('notFound.title')} intro={t('notFound.hint')}>
      <DocumentTitle page="notFound.title" />
      <p>
        <Link to="/" className="link">
          {t('notFound.home')}
        </Link>
      </p>
    </Page>
  )
}
