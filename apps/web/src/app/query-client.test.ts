import { MutationObserver, onlineManager } from '@tanstack/react-query'
import { afterEach, expect, it } from 'vitest'
import { ApiError } from '../lib/api-error.ts'
import { createQueryClient } from './query-client.ts'

afterEach(() => onlineManager.setOnline(true))

it('a start without a network fails at once and is not sent when the network is back', async () => {
  onlineManager.setOnline(false)
  const noted: unknown[] = []
  let sent = 0
  const start = new MutationObserver(
    createQueryClient((error) => noted.push(error)),
    {
      mutationFn: async () => {
        sent += 1
        throw new ApiError('unreachable', 0)
      },
    },
  )
  await expect(start.mutate()).rejects.toMatchObject({ code: 'unreachable' })
  expect(start.getCurrentResult()).toMatchObject({ isError: true, isPaused: false })
  onlineManager.setOnline(true)
  await Promise.resolve()
  expect(sent).toBe(1)
  expect(noted).toHaveLength(1)
})

it('a reading without a network fails and does not wait for it', async () => {
  onlineManager.setOnline(false)
  const client = createQueryClient(() => {})
  const refused = new ApiError('forbidden', 403)
  await expect(client.fetchQuery({ queryKey: ['x'], queryFn: () => Promise.reject(refused) })).rejects.toBe(
    refused,
  )
})
