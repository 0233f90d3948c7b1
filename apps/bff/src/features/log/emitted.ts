/** Hands on a part; resolves when it was taken. */
export type EmitPart<Part> = (part: Part) => Promise<void>

/** Gives the parts of some work as they are taken. Ends when the signal aborts; throws what the work throws. */
export async function* emitted<Part>(
  work: (emit: EmitPart<Part>) => Promise<unknown>,
  signal: AbortSignal,
): AsyncGenerator<Part, void, void> {
  const waiting: { part: Part; taken: () => void }[] = []
  let wake = () => undefined as unknown
  let over = false
  const emit = (part: Part) =>
    new Promise<void>((taken) => {
      waiting.push({ part, taken })
      wake()
    })
  const leave = () => wake()
  signal.addEventListener('abort', leave)
  const working = work(emit).finally(() => {
    over = true
    wake()
  })
  working.catch(() => undefined)
  try {
    while (!signal.aborted) {
      const next = waiting.shift()
      if (next) {
        yield next.part
        next.taken()
      } else if (over) break
      else
        await new Promise<unknown>((resolve) => {
          wake = () => resolve(undefined)
        })
    }
    if (!signal.aborted) await working
  } finally {
    signal.removeEventListener('abort', leave)
  }
}
