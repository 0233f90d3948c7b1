import type { CoverageScan } from '@ohif-admin/contracts'
import { useEffect, useRef } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { Badge } from '../../ui/badge.tsx'
import { cx } from '../../ui/cx.ts'
import { Instant } from '../../ui/instant.tsx'
import { scanSentence, scanTone } from './coverage-words.ts'

interface PastScansProps {
  scans: readonly CoverageScan[]
  /** The one that somebody came for. */
  shown: string | undefined
}

/** The newest scans that are over, and how they ended. */
export function PastScans({ scans, shown }: PastScansProps) {
  const { t } = useI18n()
  if (scans.length === 0) return null
  return (
    <details className="card" open={scans.some(({ id }) => id === shown)}>
      <summary className="min-h-6 px-4 py-2 font-medium">
        {t('coverage.past', { count: scans.length })}
      </summary>
      <ul className="max-h-80 overflow-auto border-t border-line">
        {scans.map((scan) => (
          <PastScan key={scan.id} scan={scan} isShown={scan.id === shown} />
        ))}
      </ul>
    </details>
  )
}

function PastScan({ scan, isShown }: { scan: CoverageScan; isShown: boolean }) {
  const { t, locale } = useI18n()
  const row = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (isShown) row.current?.scrollIntoView({ block: 'nearest' })
  }, [isShown])
  return (
    <li
      ref={row}
      aria-current={isShown || undefined}
      className={cx(
        'flex flex-wrap items-baseline gap-x-3 gap-y-1 border-b border-line px-4 py-2 last:border-b-0',
        isShown && 'bg-hover',
      )}
    >
      <Badge tone={scanTone(scan)} plain>
        {t(`coverage.scanState.${scan.state}`)}
      </Badge>
      <span className="foreign min-w-0 flex-1 basis-60">{scanSentence(scan, t, locale)}</span>
      <span className="text-sm text-ink-2">
        {t('coverage.scan.counts', { valid: scan.valid, missing: scan.missing, unknown: scan.unknown })}
      </span>
      <span className="text-sm text-ink-2">
        {visibleText(scan.startedBy)}, <Instant at={scan.endedAt ?? scan.startedAt} />
      </span>
    </li>
  )
}
