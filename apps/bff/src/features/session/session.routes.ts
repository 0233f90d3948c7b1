import { ErrorBody, Me, ProvePassword, SignInRequest, SiteInfo } from '@ohif-admin/contracts'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Config } from '../../config.ts'
import { describeActor } from '../../lib/actor.ts'
import { clearTicketCookie, originOf, setTicketCookie } from '../../plugins/authentication.ts'
import type { PasswordProof } from './password-proof.ts'
import type { SessionService } from './session.service.ts'

interface Options {
  config: Config
  session: SessionService
  proof: PasswordProof
}

export const sessionRoutes: FastifyPluginAsyncZod<Options> = async (app, { config, session, proof }) => {
  app.get(
    '/site',
    {
      config: { access: 'public' },
      schema: { summary: 'What the sign-in page may know', response: { 200: SiteInfo } },
    },
    async (request) => ({
      signedIn: await session.isOpen(request.ticket),
      name: config.SITE_NAME,
      environment: config.ENVIRONMENT,
      providers: config.AUTH_PROVIDERS,
      demoAccounts: config.DEMO_ACCOUNTS,
    }),
  )

  app.post(
    '/session',
    {
      config: { access: 'public' },
      schema: {
        summary: 'Sign in with an XNAT account',
        body: SignInRequest,
        response: { 200: Me, 400: ErrorBody, 401: ErrorBody, 429: ErrorBody, 502: ErrorBody, 504: ErrorBody },
      },
    },
    async (request, reply) => {
      const { cookie, me } = await session.signIn(request.body, originOf(request), request.ticket)
      setTicketCookie(reply, config, cookie)
      return me
    },
  )

  app.get(
    '/session',
    { schema: { summary: 'Who is signed in', response: { 200: Me, 401: ErrorBody } } },
    (request) => describeActor(request.actor),
  )

  app.post(
    '/session/proof',
    {
      schema: {
        summary: 'Give the password again, for what concerns the whole site',
        body: ProvePassword,
        response: {
          204: z.null(),
          400: ErrorBody,
          401: ErrorBody,
          429: ErrorBody,
          502: ErrorBody,
          504: ErrorBody,
        },
      },
    },
    async (request, reply) => {
      await proof.prove(request.actor, request.body, originOf(request))
      return reply.code(204).send(null)
    },
  )

  app.delete(
    '/session',
    {
      config: { access: 'public' },
      schema: { summary: 'Sign out', response: { 204: z.null() } },
    },
    async (request, reply) => {
      await session.signOut(request.ticket, originOf(request))
      clearTicketCookie(reply, config)
      return reply.header('clear-site-data', '"cache"').code(204).send(null)
    },
  )
}
