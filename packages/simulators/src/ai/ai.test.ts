import { afterAll, beforeAll } from 'vitest'
import { type AiaaUnderTest, aiaaBattery } from './aiaa.battery.ts'
import {
  type AiaaServerOptions,
  type MonaiLabelServerOptions,
  startAiaaServer,
  startMonaiLabelServer,
} from './index.ts'
import { monaiLabelBattery } from './monai-label.battery.ts'

// Real servers join the same battery when their addresses are given.
const { OHIF_ADMIN_TEST_AIAA_URL: realAiaa, OHIF_ADMIN_TEST_MONAI_URL: realMonai } = process.env

function simulated(start: () => Promise<AsyncDisposable & { readonly url: string }>): () => AiaaUnderTest {
  const server: { current?: AsyncDisposable & { readonly url: string } } = {}
  beforeAll(async () => {
    server.current = await start()
  })
  afterAll(async () => {
    await server.current?.[Symbol.asyncDispose]()
  })
  return () => ({ url: server.current?.url ?? '', mayChange: true })
}

const aiaaKinds: AiaaServerOptions[] = [
  { generation: '3.1' },
  { generation: '4.0', engine: 'TRITON' },
  { generation: '4.0', logs: 'html' },
  { generation: '4.1' },
]
for (const options of aiaaKinds) {
  aiaaBattery(
    `the simulator with ${JSON.stringify(options)}`,
    simulated(() => startAiaaServer(options)),
  )
}

const monaiKinds: MonaiLabelServerOptions[] = [{}, { pydantic: 1 }]
for (const options of monaiKinds) {
  monaiLabelBattery(
    `the simulator with ${JSON.stringify(options)}`,
    simulated(() => startMonaiLabelServer(options)),
  )
}

if (realAiaa) aiaaBattery(realAiaa, () => ({ url: new URL(realAiaa).origin, mayChange: false }))
if (realMonai) monaiLabelBattery(realMonai, () => ({ url: new URL(realMonai).origin, mayChange: false }))
