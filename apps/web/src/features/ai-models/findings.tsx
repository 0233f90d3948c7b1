import type { ModelFinding } from '@ohif-admin/contracts'
import { useI18n } from '../../i18n/i18n.ts'
import { byteSize } from '../../lib/bytes.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { Notice } from '../../ui/notice.tsx'

/** What is wrong with a model before it is sent, a sentence each. */
export function Findings({ findings }: { findings: readonly ModelFinding[] }) {
  const { t, locale } = useI18n()
  const shown = (values: ModelFinding['values']) =>
    Object.fromEntries(
      Object.entries(values).map(([name, value]) => [
        name,
        /bytes$/i.test(name) ? byteSize(Number(value), locale) : visibleText(value),
      ]),
    )
  return findings.map(({ code, severity, values }) => (
    <Notice key={`${code} ${JSON.stringify(values)}`} tone={severity === 'refuse' ? 'bad' : 'attention'}>
      {t(`models.finding.${code}`, shown(values))}
    </Notice>
  ))
}
