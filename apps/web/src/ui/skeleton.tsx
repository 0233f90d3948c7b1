import { cx } from './cx.ts'

export function Bone({ className }: { className?: string }) {
  return (
    <span
      aria-hidden="true"
      className={cx('block rounded-sm bg-neutral-soft motion-safe:animate-pulse', className)}
    />
  )
}

/** Rows of the height and rhythm of the table that will stand here. */
export function SkeletonRows({
  rows,
  label,
  rowClass = 'h-9',
}: {
  rows: number
  label: string
  rowClass?: string
}) {
  return (
    <div role="status" aria-label={label}>
      {Array.from({ length: rows }, (_, row) => (
        <div
          key={row}
          className={cx('flex items-center gap-4 border-b border-line px-3 last:border-b-0', rowClass)}
        >
          <Bone className="h-3 w-24" />
          <Bone className="h-3 flex-1" />
          <Bone className="h-3 w-16" />
        </div>
      ))}
    </div>
  )
}
