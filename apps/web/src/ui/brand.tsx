/** The console's own name and mark. */
export function Brand() {
  return (
    <span className="inline-flex items-center gap-2 text-base font-semibold">
      <svg viewBox="0 0 32 32" aria-hidden="true" className="size-6 text-accent">
        <rect width="32" height="32" rx="7" fill="currentColor" />
        <g className="text-accent-ink" stroke="currentColor">
          <circle
            cx="16"
            cy="16"
            r="8.5"
            fill="none"
            strokeWidth="2.5"
            strokeDasharray="40 13.4"
            strokeLinecap="round"
            transform="rotate(-60 16 16)"
          />
          <circle cx="16" cy="16" r="1.5" fill="currentColor" strokeWidth="2.5" />
        </g>
      </svg>
      OHIF Admin
    </span>
  )
}
