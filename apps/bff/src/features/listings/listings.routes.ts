import httpProxy from '@fastify/http-proxy'
import { ErrorBody, ProjectId, ProjectListing, SessionListing } from '@ohif-admin/contracts'
import { paths, queries, upstreamHeaders } from '@ohif-admin/xnat-client'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { Agent } from 'undici'
import { z } from 'zod'
import type { Config } from '../../config.ts'
import { checkedListing, listingFailure } from './checked-listing.ts'

interface Listing {
  summary: string
  /** Below `/api/xnat`. */
  path: string
  params: z.ZodType
  response: z.ZodType
  upstreamPath: (params: Record<string, string>) => string
  upstreamQuery: (request: FastifyRequest) => string
}

const NoParams = z.strictObject({})
const OfProject = z.strictObject({ projectId: ProjectId })

/** The listings of XNAT that the page may stream. There is no other way through: nothing here takes a path. */
const LISTINGS: readonly Listing[] = [
  {
    summary: 'Projects, as XNAT lists them by default',
    path: '/projects',
    params: NoParams,
    response: ProjectListing,
    upstreamPath: paths.projects,
    upstreamQuery: ({ actor }) => (actor.role === 'admin' ? queries.allProjects : queries.projects),
  },
  {
    summary: 'Projects, as XNAT lists them with accessible=true',
    path: '/accessible-projects',
    params: NoParams,
    response: ProjectListing,
    upstreamPath: paths.projects,
    upstreamQuery: () => queries.accessibleProjects,
  },
  {
    summary: 'Image sessions of a project',
    path: '/projects/:projectId/sessions',
    params: OfProject,
    response: SessionListing,
    upstreamPath: ({ projectId = '' }) => paths.projectSessions(projectId),
    upstreamQuery: () => queries.projectSessions,
  },
]

/** XNAT builds a listing in memory before its first byte; the official proxy gives up after 100 s. */
const FIRST_BYTE_MS = 95_000

export const listingRoutes: FastifyPluginAsyncZod<{ config: Config }> = async (app, { config }) => {
  const agent = new Agent({
    connect: { timeout: 5_000 },
    headersTimeout: FIRST_BYTE_MS,
    bodyTimeout: 30_000,
    connections: 64,
  })
  app.addHook('onClose', () => agent.destroy())
  for (const listing of LISTINGS) await app.register(proxied, { listing, config, agent })
}

async function proxied(
  app: FastifyInstance,
  { listing, config, agent }: { listing: Listing; config: Config; agent: Agent },
) {
  const { origin, pathname } = new URL(config.XNAT_URL)
  const contextPath = pathname.replace(/\/+$/, '')
  app.addHook('onRoute', (route) => {
    route.schema = {
      summary: listing.summary,
      params: listing.params,
      querystring: z.strictObject({}),
      // The body is streamed as XNAT wrote it; the schema is what the page parses it with.
      response: {
        200: listing.response,
        400: ErrorBody,
        401: ErrorBody,
        403: ErrorBody,
        404: ErrorBody,
        502: ErrorBody,
      },
    }
  })
  await app.register(httpProxy, {
    upstream: origin,
    prefix: listing.path,
    routes: [''],
    httpMethods: ['GET'],
    // Typed after an older release of the same library; at run time only `request` is used.
    undici: { request: agent.request.bind(agent) } as never,
    disableRequestLogging: true,
    handler: (request, reply) =>
      reply.from(`${contextPath}${listing.upstreamPath(request.params as Record<string, string>)}`, {
        queryString: (_search, _url, from) => listing.upstreamQuery(from as FastifyRequest),
        rewriteRequestHeaders: (from) => upstreamHeaders((from as FastifyRequest).actor.xnatSession),
        rewriteHeaders: () => ({ 'content-type': 'application/json; charset=utf-8' }),
        retryDelay: () => null, // the library would otherwise repeat a GET up to ten times on 503
        onResponse: checkedListing,
        onError: (to, { error }) => to.send(listingFailure(error)),
      }),
  })
}
