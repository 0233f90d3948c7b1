import { expect, it } from 'vitest'
import { z } from 'zod'
import { describeEngines } from './storage/testing/engines.ts'
import { startConsole } from './testing/console.ts'
import { type ApiRoute, addressOf, apiRoutes, isDocs } from './testing/routes.ts'
import { startBulk } from './testing/runs.ts'

/** What PostgreSQL keeps in no text, and what its patterns would take for something else. */
const AWKWARD = ['a%00b', '%25%5C', '99999999999999999999']

/** Names of what can be asked of the route. */
const questionsOf = ({ options }: ApiRoute): string[] => {
  const asked = options.schema?.querystring
  return asked instanceof z.ZodObject ? Object.keys(asked.shape) : []
}

describeEngines(
  'every question that a route takes',
  ({ createLocation }) => {
    it('is answered or refused, whatever is asked for', async () => {
      const location = await createLocation()
      const settings = { DATABASE_URL: 'url' in location ? location.url : '' }
      await using console = await startConsole({ settings })
      console.xnat.addProject({ id: 'LIVER', sessions: 1 })
      const admin = await console.signIn('admin')
      const { id: runId } = await startBulk(admin, { scope: 'project', projectId: 'LIVER' })
      const reads = apiRoutes(console.app).filter(
        (route) => route.method === 'GET' && !isDocs(route) && route.url !== '/api/events',
      )
      const addresses = reads.flatMap((route) => {
        const questions = questionsOf(route)
        const format = questions.includes('format') ? '&format=csv' : ''
        return questions
          .filter((name) => name !== 'format')
          .flatMap((name) =>
            AWKWARD.map((value) => `${addressOf(route, { runId })}?${name}=${value}${format}`),
          )
      })
      const failed: string[] = []
      for (let at = 0; at < addresses.length; at += 8) {
        const ask = async (address: string) => {
          // An export that breaks off is no answer.
          const status = await admin.get(address).then((answer) => answer.status, String)
          if (typeof status === 'string' || status === 500 || status === 503)
            failed.push(`${status} ${address}`)
        }
        await Promise.all(addresses.slice(at, at + 8).map(ask))
      }
      expect(failed).toEqual([])
      expect(addresses.length).toBeGreaterThan(200)
    }, 120_000)
  },
  { only: 'postgres' },
)
