import { useEffect, useMemo, useState } from 'react'
import type { LogView } from './log-view.ts'
import { type FindAll, loadPattern } from './pattern.ts'
import type { Wanted } from './row-parts.ts'

/** What is marked in the lines of this view. An inverted search leaves nothing to mark. */
export function useWanted({ text, regex, matchCase, invert }: LogView): Wanted {
  const [loaded, setLoaded] = useState<{ source: string; find: FindAll | null }>({ source: '', find: null })
  const source = regex && !invert ? text : ''
  const name = `${source} ${matchCase}`
  useEffect(() => {
    if (source === '') return
    let over = false
    loadPattern(source, matchCase).then(
      (find) => !over && setLoaded({ source: name, find }),
      // The server says what is wrong with it.
      () => undefined,
    )
    return () => {
      over = true
    }
  }, [source, matchCase, name])
  const find = source !== '' && loaded.source === name ? loaded.find : null
  const literal = regex || invert ? '' : text
  return useMemo(() => ({ text: literal, matchCase, find }), [literal, matchCase, find])
}
