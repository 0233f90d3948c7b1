/* Runs in every page of a benchmark, before the page's own scripts. */

const bench = {
  /** Milliseconds of each task that kept the page from answering for longer than 50 ms. */
  longTasks: [],
  /** When each numbered line first stood in the page, in milliseconds since 1970. */
  seenAt: {},
  /** Off where memory is measured: what is noted takes some. */
  noting: true,

  /** Clicks the log's strip at this share of its height; gives the milliseconds until other rows stand in the list. */
  async jumpTo(share) {
    const list = document.querySelector('[role=log]')
    const strip = document.querySelector('[role=slider]')
    const first = () => list.querySelector('[data-key]')?.getAttribute('data-key')
    const { top, height } = strip.getBoundingClientRect()
    const before = first()
    const began = performance.now()
    strip.dispatchEvent(new PointerEvent('pointerup', { bubbles: true, clientY: top + height * share }))
    while (performance.now() - began < 10_000) {
      await new Promise((resolve) => requestAnimationFrame(resolve))
      if (first() !== before && list.getAttribute('aria-busy') === 'false') break
    }
    return performance.now() - began
  },
}
window.bench = bench

new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) bench.longTasks.push(duration)
}).observe({ type: 'longtask' })

new MutationObserver((records) => {
  if (!bench.noting) return
  const now = performance.timeOrigin + performance.now()
  for (const { addedNodes } of records) {
    for (const node of addedNodes) {
      for (const [, number] of (node.textContent ?? '').matchAll(/Bench line (\d+)/g))
        bench.seenAt[number] ??= now
    }
  }
}).observe(document, { childList: true, subtree: true })
