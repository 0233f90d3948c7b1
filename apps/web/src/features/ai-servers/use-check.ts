import { type BrowserVerdict, type CheckReport, mayProbe, type ProjectId } from '@ohif-admin/contracts'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useApi } from '../../lib/api-context.tsx'
import { aiServerQueries, sendBrowserVerdict, startCheck } from './ai-servers.queries.ts'

interface CheckOptions {
  projectId?: ProjectId | undefined
  /** Called with what the console saw, and again with what this browser saw beside it. */
  onReport?: ((report: CheckReport) => void) | undefined
}

/** One check of a server from both sides: the console first, then this browser. */
export function useCheck({ projectId, onReport }: CheckOptions) {
  const api = useApi()
  const client = useQueryClient()
  /** The check that this browser still has to look for. */
  const [probing, setProbing] = useState<string | null>(null)
  const take = (report: CheckReport) => {
    client.setQueryData(aiServerQueries.check(api, report.id).queryKey, report)
    onReport?.(report)
  }
  const look = useMutation({
    mutationFn: (entry: string) => startCheck(api, { entry, projectId: projectId ?? null }),
    onMutate: () => setProbing(null),
    onSuccess: (report) => {
      take(report)
      if (mayProbe(report)) setProbing(report.id)
      void client.invalidateQueries({ queryKey: aiServerQueries.list(api).queryKey })
    },
  })
  const save = useMutation({
    mutationFn: ({ id, verdict }: { id: string; verdict: BrowserVerdict }) =>
      sendBrowserVerdict(api, id, verdict),
    onSuccess: take,
  })
  return {
    start: (entry: string) => look.mutate(entry),
    report: look.data,
    error: look.error ?? save.error,
    isRunning: look.isPending,
    probing,
    onVerdict: (verdict: BrowserVerdict) => {
      if (probing === null) return
      setProbing(null)
      save.mutate({ id: probing, verdict })
    },
  }
}
