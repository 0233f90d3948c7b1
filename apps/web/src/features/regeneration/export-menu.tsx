import type { Run } from '@ohif-admin/contracts'
import { ChevronDown, Download } from 'lucide-react'
import type { ReactNode } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { runsApi } from '../../lib/runs-api.ts'
import { Button } from '../../ui/button.tsx'
import { Menu, MenuLink } from '../../ui/menu.tsx'

/** The verdicts of the run as a file. */
export function ExportMenu({ run }: { run: Run }) {
  const { t } = useI18n()
  const api = useApi()
  return (
    <ExportButton>
      {(['csv', 'json'] as const).map((format) => (
        <MenuLink key={format} href={runsApi(api).exportUrl(run.id, format)} download>
          {t(`export.${format}`)}
        </MenuLink>
      ))}
    </ExportButton>
  )
}

/** A button that opens a menu of files. */
export function ExportButton({ children }: { children: ReactNode }) {
  const { t } = useI18n()
  return (
    <Menu
      trigger={
        <Button size="sm">
          <Download aria-hidden="true" className="size-3.5" />
          {t('export.title')}
          <ChevronDown aria-hidden="true" className="size-3.5" />
        </Button>
      }
    >
      {children}
    </Menu>
  )
}
