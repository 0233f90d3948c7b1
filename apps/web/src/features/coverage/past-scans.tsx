import type { CoverageScan } from '@ohif-admin/contracts'
import { useI18n } from '../../i18n/i18n.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { Badge } from '../../ui/badge.tsx'
import { Instant } from '../../ui/instant.tsx'
import { scanSentence, scanTone } from './coverage-words.ts'

/** The newest scans that are over, and how they ended. */
export function PastScans({ scans }: { scans: readonly CoverageScan[] }) {
  const { t, locale } = useI18n()
  if (scans.length === 0) return null
  return (
    <details className="card">
      <summary className="min-h-6 px-4 py-2 font-medium">
        {t('coverage.past', { count: scans.length })}
      </summary>
      <ul className="max-h-80 overflow-auto border-t border-line">
        {scans.map((scan) => (
          <li
            key={scan.id}
            className="flex flex-wrap items-baseline gap-x-3 gap-y-1 border-b border-line px-4 py-2 last:border-b-0"
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
        ))}
      </ul>
    </details>
  )
}
