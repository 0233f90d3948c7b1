import { useEffect, useState } from 'react'

/** The value once it has rested for so long: nobody is asked about a half-typed word. */
export function useRested<Value>(
  value: Value,
  restMs: number,
  same: (one: Value, other: Value) => boolean,
): Value {
  const [rested, setRested] = useState(value)
  useEffect(() => {
    if (same(value, rested)) return
    const timer = setTimeout(() => setRested(value), restMs)
    return () => clearTimeout(timer)
  }, [value, rested, restMs, same])
  return rested
}
