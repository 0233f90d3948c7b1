import { Readable } from 'node:stream'
import {
  CoverageExportQuery,
  CoverageProjectPage,
  CoverageProjectsQuery,
  CoverageSessionPage,
  CoverageSessionsQuery,
  ErrorBody,
} from '@ohif-admin/contracts'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { attachment } from '../../lib/attachment.ts'
import { cutWhenStalled } from '../../lib/client-gone.ts'
import type { CoverageListsRepository } from '../../storage/coverage-lists.ts'
import { exportCsv, exportJson } from './coverage-export.ts'
import type { CoverageReader } from './coverage-reader.ts'

const STALLED_MS = 60_000
const refusals = { 400: ErrorBody, 401: ErrorBody, 502: ErrorBody, 503: ErrorBody, 504: ErrorBody }

interface Options {
  reader: CoverageReader
  lists: CoverageListsRepository
}

export const coverageRoutes: FastifyPluginAsyncZod<Options> = async (app, { reader, lists }) => {
  app.get(
    '/projects',
    {
      schema: {
        summary: 'How many sessions of each project have valid metadata, as far as they were looked at',
        querystring: CoverageProjectsQuery,
        response: { 200: CoverageProjectPage, ...refusals },
      },
    },
    (request) => reader.projects(request.actor, request.query),
  )

  app.get(
    '/sessions',
    {
      schema: {
        summary: 'What is known of single sessions, with the age of it',
        querystring: CoverageSessionsQuery,
        response: { 200: CoverageSessionPage, ...refusals },
      },
    },
    (request) => reader.sessions(request.actor, request.query),
  )

  app.get(
    '/export',
    {
      config: { navigable: true },
      schema: {
        summary: 'What is known of single sessions as a file',
        querystring: CoverageExportQuery,
        response: { 200: z.unknown(), ...refusals },
      },
    },
    async (request, reply) => {
      const { format } = request.query
      const filter = await reader.filterOf(request.actor, request.query)
      cutWhenStalled(reply, STALLED_MS)
      reply.headers({
        'content-type': format === 'csv' ? 'text/csv; charset=utf-8' : 'application/json; charset=utf-8',
        'content-disposition': attachment(`coverage.${format}`),
        'cache-control': 'no-store',
      })
      return reply.send(Readable.from((format === 'csv' ? exportCsv : exportJson)(lists, filter)))
    },
  )
}
