interface ByteBarProps {
  label: string
  text: string
  done: number
  total: number
}

/** How much of a file has gone one step of its way. */
export function ByteBar({ label, text, done, total }: ByteBarProps) {
  const share = Math.min(1, done / Math.max(total, 1))
  return (
    <div className="grid gap-1">
      <div className="flex flex-wrap justify-between gap-x-3 text-sm">
        <span>{label}</span>
        <span className="text-ink-2 tabular-nums">{text}</span>
      </div>
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.floor(100 * share)}
        aria-valuetext={text}
        className="h-2 overflow-hidden rounded-sm border border-line bg-sunken"
      >
        <span className="block h-full bg-running" style={{ width: `${100 * share}%` }} />
      </div>
    </div>
  )
}
