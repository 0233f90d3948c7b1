import { SaveCheck } from '@ohif-admin/contracts'
import type { Api } from './api.ts'

/** Has the console look at a server before it is used; it takes twelve seconds at most. Rejects with {@link ApiError}. */
export const lookAtServer = (api: Api, entry: string, signal: AbortSignal): Promise<SaveCheck> =>
  api.read(SaveCheck, 'ai-servers/checks/before-use', { method: 'POST', body: { entry }, signal })
