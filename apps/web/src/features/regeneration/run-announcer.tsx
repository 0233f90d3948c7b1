import { useEffect, useEffectEvent, useState } from 'react'

/** Read out at most this often; a live count would drown everything else. */
const EVERY_MS = 10_000

/** The run's sentence for those who listen: every ten seconds while it changes, and at once when the run ends. */
export function RunAnnouncer({ sentence, ended }: { sentence: string; ended: boolean }) {
  const [endedAtFirst] = useState(ended)
  const [said, setSaid] = useState('')
  const say = useEffectEvent(() => setSaid(sentence))

  useEffect(() => {
    if (endedAtFirst) return
    if (ended) {
      say()
      return
    }
    const timer = setInterval(() => say(), EVERY_MS)
    return () => clearInterval(timer)
  }, [ended, endedAtFirst])

  return (
    <p role="status" className="sr-only">
      {said}
    </p>
  )
}
