import { type ChangeRequestDetail, type SaveCheck, seenOf } from '@ohif-admin/contracts'
import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useApi } from '../../lib/api-context.tsx'
import { ApiError } from '../../lib/api-error.ts'
import { lookAtServer } from '../../lib/look-at-server.ts'
import type { sendVerb } from './requests.queries.ts'

type Send = (sent: Parameters<typeof sendVerb>[2]) => Promise<unknown>

/**
 * Approves in two steps: the server that is asked for is looked at, which can be left, then the list is written. `found` is
 * what looking found; when it speaks against the server, approving once more is in spite of it.
 */
export function useApproval({ request, current }: ChangeRequestDetail, send: Send) {
  const api = useApi()
  const [found, setFound] = useState<SaveCheck | null>(null)
  const leaving = useRef(new AbortController())
  // Whoever closes the request while the server is looked at has not approved it.
  useEffect(() => () => leaving.current.abort(), [])
  const against = found !== null && found.verdict !== 'ok'

  async function write(word: string, despite: string | null) {
    if (current === null) return
    const body = { seen: seenOf(current), word, checkFirst: true, despite }
    await send({ verb: 'approve', body }).catch((error: unknown) => {
      // The console looked by itself, for what was found before is too old.
      if (error instanceof ApiError && error.check) setFound(error.check)
    })
  }

  const look = useMutation({
    mutationFn: async (word: string) => {
      const [server] = request.list
      if (server === undefined) return write(word, null)
      leaving.current = new AbortController()
      const check = await lookAtServer(api, server, leaving.current.signal)
      setFound(check)
      if (check.verdict === 'ok') await write(word, null)
    },
  })
  return {
    found,
    against,
    isLooking: look.isPending,
    failed: look.isError && !leaving.current.signal.aborted ? look.error : null,
    leave: () => leaving.current.abort(),
    approve: (word: string) => (against ? void write(word, found.checkId ?? 'no-result') : look.mutate(word)),
  }
}
