import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Page } from '../ui/page.tsx'
import { DocumentTitle } from './document-title.tsx'

export function NotFoundPage() {
  const { t } = useTranslation()
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
