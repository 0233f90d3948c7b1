import type { LogMarkerKind, LogRow } from '@ohif-admin/contracts'
import {
  CircleAlert,
  CloudDownload,
  FilePlus2,
  FolderOpen,
  type LucideIcon,
  RotateCw,
  Scissors,
  Trash2,
  Unplug,
} from 'lucide-react'
import type { ComponentProps } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { byteSize } from '../../lib/bytes.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { cx } from '../../ui/cx.ts'

const ICON: Record<LogMarkerKind, LucideIcon> = {
  rotated: FilePlus2,
  restarted: RotateCw,
  truncated: Scissors,
  gap: CircleAlert,
  unreadable: Unplug,
  gone: Trash2,
  'through-xnat': CloudDownload,
  'from-folder': FolderOpen,
}

/** Kinds after which lines may be missing. */
const LOSS: readonly LogMarkerKind[] = ['truncated', 'gap', 'unreadable', 'gone']

interface MarkerRowProps {
  marker: Extract<LogRow, { form: 'marker' }>
  showSource: boolean
  place: ComponentProps<'div'>
}

/** What happened to the file between two lines. */
export function MarkerRow({ marker, showSource, place }: MarkerRowProps) {
  const { t, locale } = useI18n()
  const Icon = ICON[marker.kind]
  const lost = marker.bytes !== null && marker.bytes > 0 && LOSS.includes(marker.kind)
  return (
    <div
      {...place}
      className={cx(
        'flex min-h-6 items-center gap-2 border-y border-dashed border-line-strong px-3 font-sans -outline-offset-2',
        LOSS.includes(marker.kind) ? 'text-attention' : 'text-ink-2',
      )}
    >
      <Icon aria-hidden="true" className="size-3.5 shrink-0" />
      <span>
        {t(`explorer.marker.${marker.kind}`)}
        {lost &&
          marker.bytes !== null &&
          `. ${t('explorer.marker.gapBytes', { size: byteSize(marker.bytes, locale) })}`}
      </span>
      {showSource && <span className="foreign text-ink-2">{visibleText(marker.source)}</span>}
      {marker.at !== null && <time className="ml-auto font-mono text-ink-2">{visibleText(marker.at)}</time>}
    </div>
  )
}
