import { useI18n } from '../../../i18n/i18n.ts'
import { useApi } from '../../../lib/api-context.tsx'
import { runsApi } from '../../../lib/runs-api.ts'
import { MenuLink } from '../../../ui/menu.tsx'
import { ExportButton } from '../export-menu.tsx'
import type { HistoryFilter } from '../run.queries.ts'

/** The whole list as a file, as it is filtered and ordered. */
export function ExportList({ filter }: { filter: HistoryFilter }) {
  const { t } = useI18n()
  const api = useApi()
  return (
    <ExportButton>
      {(['csv', 'json'] as const).map((format) => (
        <MenuLink key={format} href={runsApi(api).listExportUrl({ ...filter, format })} download>
          {t(`history.export.${format}`)}
        </MenuLink>
      ))}
    </ExportButton>
  )
}
