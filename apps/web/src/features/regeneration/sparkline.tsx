const WIDTH = 120
const HEIGHT = 24
/** Minutes shown: a two-hour run fits its last half hour. */
const SHOWN = 30

/** The line's points for these counts, the newest at the right edge, the highest at the top. */
export function sparkPoints(counts: readonly number[]): string {
  const last = counts.slice(-SHOWN)
  const top = Math.max(1, ...last)
  const step = WIDTH / Math.max(1, last.length - 1)
  return last
    .map(
      (count, index) =>
        `${(index * step).toFixed(1)},${(HEIGHT - 1 - (count / top) * (HEIGHT - 3)).toFixed(1)}`,
    )
    .join(' ')
}

/** Sessions per minute, minute by minute. The rate stands beside it in words. */
export function Sparkline({ counts }: { counts: readonly number[] }) {
  if (counts.length < 2) return null
  const points = sparkPoints(counts)
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true" className="h-6 w-30 text-running">
      <polygon points={`0,${HEIGHT} ${points} ${WIDTH},${HEIGHT}`} fill="currentColor" opacity="0.15" />
      <polyline points={points} fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinejoin="round" />
    </svg>
  )
}
