import { AuditPage, AuditVerifyMessage } from '@ohif-admin/contracts'
import { useEffect, useRef, useState } from 'react'
import { useApi } from '../../lib/api-context.tsx'
import { openMessages } from '../../lib/message-stream.ts'

export type VerifyState =
  | { type: 'off' }
  | { type: 'refused'; error: unknown }
  | Exclude<AuditVerifyMessage, { type: 'whole' }>
  | (Extract<AuditVerifyMessage, { type: 'whole' }> & { at: string })

/** Walks along the chain when asked to, and says how far it is. */
export function useVerify() {
  const api = useApi()
  const [state, setState] = useState<VerifyState>({ type: 'off' })
  const cancel = useRef<() => void>(() => undefined)
  useEffect(() => () => cancel.current(), [])

  const start = () => {
    cancel.current()
    const asked = new AbortController()
    cancel.current = () => asked.abort()
    setState({ type: 'progress', checked: 0, total: 0 })
    // A stream cannot say why it was refused; an ordinary request can.
    const allowed = api.read(AuditPage, 'audit', { query: { limit: 1 }, signal: asked.signal })
    allowed.then(
      () => {
        if (asked.signal.aborted) return
        cancel.current = openMessages(api.url('audit/verify'), AuditVerifyMessage, {
          onMessage(message) {
            setState(message.type === 'whole' ? { ...message, at: new Date().toISOString() } : message)
            return message.type !== 'progress'
          },
          onBroken: () => setState({ type: 'failed' }),
        })
      },
      (error: unknown) => {
        if (!asked.signal.aborted) setState({ type: 'refused', error })
      },
    )
  }
  return { state, start }
}
