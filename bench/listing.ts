import httpProxy from '@fastify/http-proxy'
import { startStack } from '@ohif-admin/dev-stack'
import Fastify from 'fastify'
import { OWN_PAGE, signIn } from './sign-in.ts'

/** Rows of the listing: a large project. */
const SESSIONS = 5_000
const REQUESTS = 60
const AT_ONCE = 4

/** A session listing through the console, beside the bare proxy library in front of the same XNAT. */
await using stack = await startStack({ run: 'bundle', settings: { LOG_LEVEL: 'error' } })
stack.xnat.addProject({ id: 'BENCH', sessions: SESSIONS })
const bare = Fastify()
await bare.register(httpProxy, { upstream: stack.gateway.url, prefix: '/bare' })
const bareUrl = await bare.listen({ host: '127.0.0.1', port: 0 })

const columns = 'ID,label,project,date,xsiType,insert_date,subject_ID,subject_label,modality'
const direct = `/data/projects/BENCH/experiments?xsiType=xnat:imageSessionData&columns=${columns}&format=json`
const ours = {
  url: new URL('api/xnat/projects/BENCH/sessions', stack.url),
  headers: { cookie: await signIn(stack.url, 'admin'), ...OWN_PAGE },
}
const session = await fetch(`${stack.gateway.url}/data/JSESSION`, {
  headers: { authorization: `Basic ${btoa('admin:admin')}`, 'user-agent': 'bench/1' },
})
const theirs = {
  url: new URL(`/bare${direct}`, bareUrl),
  headers: { cookie: `JSESSIONID=${await session.text()}`, 'user-agent': 'bench/1' },
}

const rates: Record<'ours' | 'theirs', number[]> = { ours: [], theirs: [] }
for (let round = 0; round < 3; round += 1) {
  rates.ours.push(await perSecond(ours))
  rates.theirs.push(await perSecond(theirs))
}
const [mine, bareRate] = [Math.max(...rates.ours), Math.max(...rates.theirs)]
process.stdout.write(
  `${SESSIONS} rows: console ${mine.toFixed(1)} a second, bare proxy ${bareRate.toFixed(1)} a second, ratio ${(mine / bareRate).toFixed(2)}\n`,
)
await bare.close()

async function perSecond({ url, headers }: { url: URL; headers: Record<string, string> }): Promise<number> {
  const begin = performance.now()
  let left = REQUESTS
  const worker = async () => {
    while (left-- > 0) {
      const response = await fetch(url, { headers })
      if (!(await response.text()).includes('"BENCH"'))
        throw new Error(`${url.pathname} answered ${response.status}`)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return (REQUESTS * 1000) / (performance.now() - begin)
}
