import { useCallback, useEffect, useState } from 'react'

const SHOWN_MS = 3000

/** A short answer to what somebody did, which goes away by itself. */
export function useSaid() {
  const [said, setSaid] = useState({ text: '' })
  useEffect(() => {
    if (said.text === '') return
    const timer = setTimeout(() => setSaid({ text: '' }), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [said])
  const say = useCallback((text: string) => setSaid({ text }), [])
  return { said: said.text, say }
}
