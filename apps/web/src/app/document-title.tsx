import type { ParseKeys } from 'i18next'
import { useTranslation } from 'react-i18next'

/** The name of the page in the browser's tab. */
export function DocumentTitle({ page }: { page: Extract<ParseKeys, `${string}.title`> }) {
  const { t } = useTranslation()
  return <title>{`${t(page)} · OHIF Admin`}</title>
}
