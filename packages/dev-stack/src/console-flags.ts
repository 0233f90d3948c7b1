/**
 * How Node runs the console, in production too. Without the last two V8 lets a console with 100,000 sessions in a run take
 * twice the memory it needs before it looks for what can go, and is no faster for it.
 */
export const CONSOLE_FLAGS = [
  '--disable-warning=ExperimentalWarning',
  '--max-semi-space-size=16',
  '--heap-growing-percent=40',
]
