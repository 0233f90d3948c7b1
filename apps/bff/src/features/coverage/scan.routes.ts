import {
  CoverageControl,
  CoveragePace,
  CoverageScan,
  CoverageScanId,
  CoverageScanList,
  ErrorBody,
  StartCoverageScan,
} from '@ohif-admin/contracts'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { originOf } from '../../plugins/authentication.ts'
import type { CoverageService } from './coverage.service.ts'
import type { CoverageReader } from './coverage-reader.ts'

const params = z.strictObject({ scanId: CoverageScanId })
const refusals = { 400: ErrorBody, 401: ErrorBody, 502: ErrorBody, 503: ErrorBody, 504: ErrorBody }
const changes = { 200: CoverageScan, 403: ErrorBody, 404: ErrorBody, 409: ErrorBody, ...refusals }

/** What people do with scans. */
export const coverageScanRoutes: FastifyPluginAsyncZod<{
  coverage: CoverageService
  reader: CoverageReader
}> = async (app, { coverage, reader }) => {
  app.get(
    '/',
    {
      schema: {
        summary: 'Scans that go on, then the newest others',
        response: { 200: CoverageScanList, ...refusals },
      },
    },
    (request) => reader.scans(request.actor),
  )

  app.post(
    '/',
    {
      schema: {
        summary: 'Have the sessions of a project, or of all, looked at in the background',
        body: StartCoverageScan,
        response: { 202: CoverageScan, 403: ErrorBody, 404: ErrorBody, 409: ErrorBody, ...refusals },
      },
    },
    async (request, reply) => {
      const { id } = await coverage.start(request.actor, request.body, originOf(request))
      return reply.code(202).send(await reader.scan(request.actor, id))
    },
  )

  app.post(
    '/:scanId/control',
    {
      schema: {
        summary: 'Pause, resume or cancel a scan; who resumes it has it go on in their own name',
        params,
        body: CoverageControl,
        response: changes,
      },
    },
    async (request) => {
      const { scanId } = request.params
      await coverage.control(request.actor, scanId, request.body, originOf(request))
      return reader.scan(request.actor, scanId)
    },
  )

  app.put(
    '/:scanId/pace',
    {
      schema: { summary: 'Change how fast a scan asks', params, body: CoveragePace, response: changes },
    },
    async (request) => {
      const { scanId } = request.params
      await coverage.pace(request.actor, scanId, request.body.perSecond, originOf(request))
      return reader.scan(request.actor, scanId)
    },
  )
}
