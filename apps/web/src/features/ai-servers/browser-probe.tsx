import { BrowserVerdict } from '@ohif-admin/contracts'
import { useEffect, useEffectEvent, useRef } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'

/** Longer than the frame gives the server for its answers. */
const LIMIT_MS = 25_000

/** The frame said nothing: an extension or a setting of this browser kept it from doing its work. */
const SILENT: BrowserVerdict = {
  outcome: 'unknown',
  note: 'blocked-here',
  calledAs: 'nobody',
  status: null,
  tookMs: null,
  steps: [],
}

interface BrowserProbeProps {
  checkId: string
  onVerdict: (verdict: BrowserVerdict) => void
}

/**
 * Looks at the server of a check from this browser: in a frame whose own policy lets it call that server and nothing
 * else, and which is given nothing of this page.
 */
export function BrowserProbe({ checkId, onVerdict }: BrowserProbeProps) {
  const { t } = useI18n()
  const api = useApi()
  const frame = useRef<HTMLIFrameElement>(null)
  const tell = useEffectEvent(onVerdict)
  useEffect(() => {
    const heard = ({ source, data }: MessageEvent) => {
      if (source === null || source !== frame.current?.contentWindow) return
      const verdict = BrowserVerdict.safeParse(data)
      if (verdict.success) tell(verdict.data)
    }
    const timer = setTimeout(() => tell(SILENT), LIMIT_MS)
    window.addEventListener('message', heard)
    return () => {
      clearTimeout(timer)
      window.removeEventListener('message', heard)
    }
  }, [])
  return (
    <iframe
      ref={frame}
      hidden
      src={api.url(`ai-servers/checks/${encodeURIComponent(checkId)}/probe`)}
      title={t('servers.check.fromBrowser')}
    />
  )
}
