import { ModelFinding, type ModelLoad, type PrepareLoad } from '@ohif-admin/contracts'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import { useApi } from '../../lib/api-context.tsx'
import { ApiError } from '../../lib/api-error.ts'
import { aiModelQueries, prepareLoad, startLoad } from './ai-models.queries.ts'
import { useUploads } from './uploads.tsx'

interface Order {
  request: z.input<typeof PrepareLoad>
  /** Null where nothing has to be sent. */
  file: File | null
}

/** Prepares a load and begins it. Done when the server's turn begins; how it ends is told by the server's loads. */
export function useLoad() {
  const api = useApi()
  const client = useQueryClient()
  const uploads = useUploads()
  const refresh = () => client.invalidateQueries({ queryKey: aiModelQueries.root })
  return useMutation<ModelLoad, Error, Order>({
    async mutationFn({ request, file }) {
      const load = await prepareLoad(api, request)
      void refresh()
      return file ? uploads.send(load, file) : startLoad(api, load.id)
    },
    onSettled: () => void refresh(),
  })
}

/** What the console found wrong, where it found it only after the page had not. */
export function findingsIn(error: unknown): ModelFinding[] {
  if (!(error instanceof ApiError)) return []
  return error.findings.flatMap((finding) => ModelFinding.safeParse(finding).data ?? [])
}
