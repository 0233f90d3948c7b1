import type { GuidedSettings, Run, RunControl } from '@ohif-admin/contracts'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useApi } from '../../../lib/api-context.tsx'
import { runsApi } from '../../../lib/runs-api.ts'
import { applyRun } from '../run-cache.ts'

/** Does something to a run, and shows the run as it is then. */
export function useRunControl(run: Run) {
  const api = useApi()
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (action: RunControl['action']) => runsApi(api).control(run.id, { action }),
    onSuccess: (changed) => applyRun(queryClient, changed),
  })
}

/** Changes how a guided run works while it works. */
export function useRunSettings(run: Run) {
  const api = useApi()
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (settings: GuidedSettings) => runsApi(api).settings(run.id, settings),
    onSuccess: (changed) => applyRun(queryClient, changed),
  })
}

export type RunControlMutation = ReturnType<typeof useRunControl>
