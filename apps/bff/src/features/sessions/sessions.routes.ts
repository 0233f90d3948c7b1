import {
  AccessionId,
  ErrorBody,
  ProjectId,
  SessionLookup,
  SessionLookupQuery,
  SessionMetadata,
  SessionMetadataQuery,
  SessionRebuilds,
  SessionRebuildsQuery,
  SessionScans,
  SessionSearch,
  SessionSearchQuery,
} from '@ohif-admin/contracts'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { SessionsService } from './sessions.service.ts'

const OfProject = z.strictObject({ projectId: ProjectId })
const OneSession = z.strictObject({ projectId: ProjectId, sessionId: AccessionId })
const refusals = {
  400: ErrorBody,
  401: ErrorBody,
  403: ErrorBody,
  404: ErrorBody,
  502: ErrorBody,
  503: ErrorBody,
  504: ErrorBody,
}

export const sessionPageRoutes: FastifyPluginAsyncZod<{ sessions: SessionsService }> = async (
  app,
  { sessions },
) => {
  app.get(
    '/sessions',
    {
      schema: {
        summary: 'Sessions by the beginning of a label or an id, in all that the person can read',
        querystring: SessionSearchQuery,
        response: { 200: SessionSearch, ...refusals },
      },
    },
    ({ actor, query }) => sessions.search(actor, query.q),
  )

  app.get(
    '/projects/:projectId/sessions',
    {
      schema: {
        summary: 'One session of a project by its id or label, or why there is none to see',
        params: OfProject,
        querystring: SessionLookupQuery,
        response: { 200: SessionLookup, ...refusals },
      },
    },
    ({ actor, params, query }) => sessions.lookup(actor, params.projectId, query.name),
  )

  app.get(
    '/projects/:projectId/sessions/:sessionId/scans',
    {
      schema: {
        summary: 'The scans of a session, and which of them the viewer can probably show',
        params: OneSession,
        response: { 200: SessionScans, ...refusals },
      },
    },
    ({ actor, params }) => sessions.scans(actor, params),
  )

  app.get(
    '/projects/:projectId/sessions/:sessionId/metadata',
    {
      schema: {
        summary: 'Whether XNAT has valid viewer data of a session',
        params: OneSession,
        querystring: SessionMetadataQuery,
        response: { 200: SessionMetadata, ...refusals },
      },
    },
    ({ actor, params, query }) => sessions.metadata(actor, params, query),
  )

  app.get(
    '/projects/:projectId/sessions/:sessionId/rebuilds',
    {
      schema: {
        summary: 'When and by what the viewer data of a session was made, and what will make it next',
        params: OneSession,
        querystring: SessionRebuildsQuery,
        response: { 200: SessionRebuilds, ...refusals },
      },
    },
    ({ actor, params, query }) => sessions.rebuilds(actor, params, query.before),
  )
}
