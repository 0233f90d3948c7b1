import { useI18n } from '../i18n/i18n.ts'
import type { MessageKey } from '../i18n/translate.ts'

/** The name of the page in the browser's tab. */
export function DocumentTitle({ page }: { page: Extract<MessageKey, `${string}.title`> }) {
  const { t } = useI18n()
  return <title>{`${t(page)} · OHIF Admin`}</title>
}
