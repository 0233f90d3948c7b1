import type { ScanImages, SessionScans } from '@ohif-admin/contracts'
import { useI18n } from '../../i18n/i18n.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { Badge } from '../../ui/badge.tsx'
import type { Tone } from '../../ui/tone.ts'

const TONE: Record<ScanImages, Tone> = { likely: 'good', none: 'neutral', unknown: 'unknown' }

/** Every scan with what it probably is; folded away, because a session can have hundreds. */
export function ScanList({ scans: { scans, total } }: { scans: SessionScans }) {
  const { t } = useI18n()
  return (
    <details className="mt-2">
      <summary className="link w-fit cursor-pointer py-1 text-sm">
        {t('sessionPage.scans.list', { count: total })}
      </summary>
      <ul className="mt-1 max-h-80 overflow-auto rounded-md border border-line text-sm">
        {scans.map(({ id, type, description, xsiType, modality, frames, images }, index) => (
          <li
            key={`${index} ${id}`}
            className="flex flex-wrap items-center gap-x-3 gap-y-0.5 border-b border-line px-3 py-1.5 last:border-b-0"
          >
            <span className="foreign min-w-8 font-mono">{visibleText(id)}</span>
            <span className="foreign min-w-0 flex-1 wrap-anywhere">
              {visibleText([modality, type, description].filter(Boolean).join(' · ') || xsiType)}
            </span>
            <span className="text-ink-2">
              {frames !== null && t('sessionPage.scans.frames', { count: frames })}
            </span>
            <Badge tone={TONE[images]} plain>
              {t(`sessionPage.scans.images.${images}`)}
            </Badge>
          </li>
        ))}
      </ul>
      {scans.length < total && (
        <p className="mt-1 text-sm text-ink-2">{t('sessionPage.scans.more', { count: scans.length })}</p>
      )}
    </details>
  )
}
