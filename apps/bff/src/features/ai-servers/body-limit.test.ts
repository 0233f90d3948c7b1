import { CheckReport } from '@ohif-admin/contracts'
import { freePort } from '@ohif-admin/dev-stack'
import { type AiaaServer, startAiaaServer } from '@ohif-admin/simulators'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensureNginx, startNginx } from '../../../../../scripts/nginx.ts'
import { stepSentence } from '../../../../web/src/features/ai-servers/check-words.ts'
import german from '../../../../web/src/i18n/de/servers.json' with { type: 'json' }
import english from '../../../../web/src/i18n/en/servers.json' with { type: 'json' }
import { createTranslate } from '../../../../web/src/i18n/translate.ts'
import type { Browser } from '../../testing/browser.ts'
import { startConsole } from '../../testing/console.ts'

const nginx = ensureNginx()
const disposal = new AsyncDisposableStack()
let server: AiaaServer
let admin: Browser

beforeAll(async () => {
  server = disposal.use(await startAiaaServer())
  const settings = { AI_ALLOWED_NETWORKS: '127.0.0.0/8' }
  const console = disposal.use(await startConsole({ logFolder: null, settings }))
  admin = await console.signIn('admin')
})
afterAll(() => disposal.disposeAsync())

async function sending(entry: string) {
  const { json } = await admin.post('/api/ai-servers/checks', { entry })
  const step = CheckReport.parse(json).steps.find((one) => one.step === 'preflight')
  if (!step) throw new Error('The check has no such step.')
  return step
}

describe('the size of images', () => {
  it.skipIf(!nginx).each([
    ['1m', 'bad', /^An image of 16 MB is refused before the server sees it \(413\).*client_max_body_size/],
    ['75m', 'attention', /^An image of 160 MB is refused/],
    ['500m', 'ok', /^Browsers may send images\.$/],
    ['0', 'ok', /^Browsers may send images\.$/],
  ] as const)('that an nginx with a limit of %s lets through is told', async (limit, outcome, sentence) => {
    const port = await freePort()
    const locations = `location / { client_max_body_size ${limit}; proxy_pass ${server.url}; }`
    await using _ = await startNginx(nginx ?? '', port, locations)
    const step = await sending(`http://127.0.0.1:${port}`)
    expect(step.outcome).toBe(outcome)
    expect(stepSentence(step, createTranslate([english], 'en'))).toMatch(sentence)
    expect(stepSentence(step, createTranslate([german], 'de'))).not.toMatch(/servers\.|\{\{/)
  })

  it('is asked for without sending anything that changes the server', async () => {
    expect(await sending(server.url)).toMatchObject({ outcome: 'ok', note: 'cors-all' })
    const methods = new Set(server.calls.map(({ method }) => method))
    expect([...methods].sort()).toEqual(['GET', 'OPTIONS'])
  })
})
