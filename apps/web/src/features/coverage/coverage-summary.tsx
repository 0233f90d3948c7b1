import type { CoverageProjectPage, CoverageScanList } from '@ohif-admin/contracts'
import { Link } from '@tanstack/react-router'
import { ScanSearch } from 'lucide-react'
import { useI18n } from '../../i18n/i18n.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { Segments } from '../../ui/segments.tsx'
import { CoverageBar } from './coverage-bar.tsx'
import { CoverageLegend } from './coverage-legend.tsx'

interface CoverageSummaryProps {
  page: CoverageProjectPage
  mayScan: CoverageScanList['mayScan']
  onScan: () => void
  data: 'viewer' | 'dicomweb'
  onData: (data: 'viewer' | 'dicomweb') => void
}

/** All projects together, and what can be done about what is missing. */
export function CoverageSummary({ page, mayScan, onScan, data, onData }: CoverageSummaryProps) {
  const { t } = useI18n()
  const { sums, otherData } = page
  const search = { coverage: 'all', ...(data === 'viewer' ? {} : { data }) }
  return (
    <section aria-label={t('coverage.summary')} className="card grid gap-3 p-4">
      {sums.total > 0 && (
        <>
          <CoverageBar counts={sums} label={t('coverage.everything')} className="h-4" />
          <CoverageLegend counts={sums} />
        </>
      )}
      <div className="flex flex-wrap items-center gap-2">
        {mayScan !== 'none' && (
          <Button variant={sums.missing > 0 ? 'secondary' : 'primary'} onClick={onScan}>
            <ScanSearch aria-hidden="true" className="size-4" />
            {t(mayScan === 'all' ? 'coverage.start.all' : 'coverage.start.own')}
          </Button>
        )}
        {sums.missing > 0 && mayScan !== 'none' && (
          <Link to="/regeneration" search={search} className={buttonClass('primary')}>
            {t('coverage.rebuildOnly', { count: sums.missing })}
          </Link>
        )}
        {sums.unknown > 0 && mayScan !== 'none' && (
          <Link
            to="/regeneration"
            search={{ ...search, take: 'with-unknown' }}
            className={buttonClass('secondary')}
          >
            {t('coverage.rebuildWithUnknown', { count: sums.missing + sums.unknown })}
          </Link>
        )}
        {(otherData || data === 'dicomweb') && (
          <Segments
            label={t('coverage.data.label')}
            hideLabel
            value={data}
            options={(['viewer', 'dicomweb'] as const).map((value) => ({
              value,
              label: t(`coverage.data.${value}`),
            }))}
            onChange={onData}
          />
        )}
      </div>
    </section>
  )
}
