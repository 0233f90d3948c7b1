/**
 * Does `work` for every item, so many at a time, and gives the results as they come. Starts nothing new once nobody
 * reads on. Throws what `work` throws.
 */
export async function* asCompleted<Item, Result>(
  items: Iterable<Item>,
  atOnce: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const left = items[Symbol.iterator]()
  const running = new Set<Promise<{ result: Result; done: () => void }>>()
  const startNext = () => {
    const next = left.next()
    if (next.done) return
    const one = work(next.value).then((result) => ({ result, done: () => running.delete(one) }))
    // Whoever waits sees the first failure; those of the others are nobody's any more.
    one.catch(() => undefined)
    running.add(one)
  }
  for (let count = 0; count < atOnce; count += 1) startNext()
  while (running.size > 0) {
    const { result, done } = await Promise.race(running)
    done()
    startNext()
    yield result
  }
}
