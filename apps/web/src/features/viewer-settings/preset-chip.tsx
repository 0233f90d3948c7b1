import type { RoiPreset } from '@ohif-admin/contracts'
import { ForeignText } from '../../ui/foreign-text.tsx'
import { hexOf } from './setting-values.ts'

/** A colour with its label. */
export function PresetChip({ preset }: { preset: RoiPreset }) {
  return (
    <span className="inline-flex max-w-full min-w-0 items-center gap-1.5 rounded-sm border border-line px-1.5 py-px text-sm">
      <Swatch hex={hexOf(preset)} />
      <ForeignText className="min-w-0 break-words">{preset.label}</ForeignText>
    </span>
  )
}

function Swatch({ hex }: { hex: string }) {
  return (
    <svg viewBox="0 0 12 12" className="size-3 shrink-0 rounded-xs" role="img" aria-label={hex}>
      <rect width="12" height="12" fill={hex} />
    </svg>
  )
}
