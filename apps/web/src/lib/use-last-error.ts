import { useState } from 'react'

/** Why nothing could be read so far. Stays while it is tried again, so that the notice does not come and go. */
export function useLastError({ error, data }: { error: Error | null; data: unknown }): Error | null {
  const [last, setLast] = useState<Error | null>(null)
  if (error && error !== last) setLast(error)
  if (data !== undefined && last && !error) setLast(null)
  return error ?? last
}
