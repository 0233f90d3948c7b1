import { type KeyboardEvent, useDeferredValue, useMemo, useState } from 'react'
import { type Named, searchProjects } from './search-projects.ts'

const PAGE = 8

/** Where a key moves the active option to; undefined when the key does something else. */
export function movedOption(key: string, active: number, count: number): number | undefined {
  const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: PAGE, PageUp: -PAGE }
  const step = steps[key]
  return step === undefined ? undefined : Math.min(Math.max(active + step, 0), Math.max(0, count - 1))
}

/** The state of a field that searches a list: what is typed, what matches, which match Enter would take. */
export function useCombobox<Item extends Named>(items: readonly Item[], onChange: (item: Item) => void) {
  const [query, setQuery] = useState<string | null>(null)
  const [active, setActive] = useState(0)
  const open = query !== null
  const deferred = useDeferredValue(query ?? '')
  const found = useMemo(() => searchProjects(items, deferred), [items, deferred])

  const close = () => setQuery(null)
  const show = (text: string) => {
    setQuery(text)
    setActive(0)
  }
  const choose = (item: Item | undefined) => {
    if (!item) return
    onChange(item)
    close()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const to = movedOption(event.key, active, found.length)
    if (to !== undefined) {
      if (open) setActive(to)
      else show('')
    } else if (open && event.key === 'Enter') choose(found[active])
    else if (open && event.key === 'Escape') close()
    else return
    event.preventDefault()
  }
  return { query, open, found, active, show, close, choose, onKeyDown }
}
