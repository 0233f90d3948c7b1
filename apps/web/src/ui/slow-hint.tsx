import { useEffect, useState } from 'react'
import { useI18n } from '../i18n/i18n.ts'

const SLOW_MS = 3000

/** Stands below skeletons; says after a while what is being waited for. Keeps its room, so that nothing moves. */
export function SlowHint() {
  const { t } = useI18n()
  const [slow, setSlow] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), SLOW_MS)
    return () => clearTimeout(timer)
  }, [])
  return (
    <p role="status" className="min-h-5 px-3 text-sm text-ink-2">
      {slow && t('common.slow')}
    </p>
  )
}
