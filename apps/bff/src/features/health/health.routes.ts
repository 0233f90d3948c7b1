import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { AppError } from '../../lib/app-error.ts'

const Health = z.object({ status: z.literal('ok') })

/** For whatever restarts or routes: no data, no version, no sign-in. */
export const healthRoutes: FastifyPluginAsyncZod<{ ping: () => Promise<void> }> = async (app, { ping }) => {
  app.get(
    '/live',
    {
      config: { access: 'public' },
      exposeHeadRoute: true,
      schema: { summary: 'The process answers', response: { 200: Health } },
    },
    () => ({ status: 'ok' as const }),
  )

  app.get(
    '/ready',
    {
      config: { access: 'public' },
      exposeHeadRoute: true,
      schema: { summary: 'The database answers too', response: { 200: Health } },
    },
    async () => {
      await ping().catch((cause: unknown) => {
        throw new AppError('storage-unavailable', 'The database of the console does not answer.', { cause })
      })
      return { status: 'ok' as const }
    },
  )
}
