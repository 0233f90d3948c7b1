import { it } from 'vitest'
import { startConsole } from './testing/console.ts'
import { request } from 'node:http'
it('x', async () => {
  const t0 = performance.now()
  await using c = await startConsole()
  process.stdout.write(`boot ${performance.now()-t0}\n`)
  for (const r of c.app.routeTable) process.stdout.write(`${String(r.method)} ${r.url} ${JSON.stringify(r.config)} ${Object.keys(r.schema ?? {})} ${Object.keys((r.schema?.response ?? {}) as object)}\n`)
  const admin = await c.signIn('admin')
  const raw = (path: string, method='GET') => new Promise<string>((ok) => { const r = request(c.url, { path, method, headers: {cookie: admin.cookie ?? '', 'sec-fetch-site':'same-origin'} }, (res) => { let s=''; res.on('data', (d) => s+=d).on('end', () => ok(`${method} ${path} ${res.statusCode} ${JSON.stringify(res.headers)} ${s.slice(0,200)}`)) }); r.on('error', (e) => ok(String(e))); r.setTimeout(3000, () => r.destroy(new Error('timeout'))); r.end() })
  for (const p of ['/api/%zz','/api/%ff','/api/../x','/api/xnat/projects;x=1','/api/runs/'+'a'.repeat(300), '/api/xnat/projects/%00/sessions', '/api/xnat/projects/..%2f..%2fx/sessions', '/'+'a'.repeat(20000), '//', '/api/docs', '/api/docs/', '/api/docs/json', '/api/xnat/projects']) process.stdout.write(`${await raw(p)}\n\n`)
  process.stdout.write(`${await raw('/api/xnat/projects','HEAD')}\n\n`)
  process.stdout.write(`${await raw('/api/events?topics=runs','HEAD')}\n\n`)
  c.xnat.answerWith('/data/projects', { status: 200, body: '' })
  process.stdout.write(`${await raw('/api/xnat/projects')}\n\n`)
  await c.xnat.goDown()
  process.stdout.write(`${await raw('/api/xnat/projects')}\n\n`)
  const b = c.browser(); process.stdout.write(JSON.stringify(await b.post('/api/session',{username:'admin',password:'admin'})))
})
