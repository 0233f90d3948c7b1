import { afterAll, beforeAll } from 'vitest'
import { BatteryClient } from './battery/client.ts'
import { startXnatSimulator, type XnatSimulator } from './simulator.ts'
import type { XnatOptions } from './types.ts'
import { type XnatUnderTest, xnatBattery } from './xnat.battery.ts'

// A real server joins the same battery when its address is given; nothing that changes it is run there.
const {
  OHIF_ADMIN_TEST_XNAT_URL: realUrl,
  OHIF_ADMIN_TEST_XNAT_USER: username = 'admin',
  OHIF_ADMIN_TEST_XNAT_PASSWORD: password = 'admin',
} = process.env

function simulated(options: XnatOptions = {}): () => XnatUnderTest {
  const server: { current?: XnatSimulator } = {}
  beforeAll(async () => {
    const xnat = await startXnatSimulator({ threads: 3, ...options })
    xnat.addUser({ username: 'jdoe', password: 'p:ä√' })
    xnat.addProject({ id: 'DEMO', title: 'Demonstration', owners: ['jdoe'], sessions: 7 })
    server.current = xnat
  })
  afterAll(async () => {
    await server.current?.[Symbol.asyncDispose]()
  })
  return () => ({
    url: server.current?.url ?? '',
    username: 'admin',
    password: 'admin',
    siteAdmin: true,
    project: 'DEMO',
    owner: { username: 'jdoe', password: 'p:ä√' },
    mayChange: true,
    logFolder: server.current?.logFolder ?? '',
  })
}

xnatBattery('the simulator', simulated())
xnatBattery('the simulator with plugin 3.7', simulated({ pluginVersion: '3.7.2' }))

/** Asks the server what the account is and which project it can use. */
function real(url: string): () => XnatUnderTest {
  let subject: XnatUnderTest = { url, username, password, siteAdmin: false, project: '', mayChange: false }
  beforeAll(async () => {
    const client = new BatteryClient(() => subject)
    await client.signIn(username, password)
    const roles = (await client.json(`/xapi/users/${encodeURIComponent(username)}/roles`)) as string[]
    const [row] = await client.rows(
      '/data/experiments?xsiType=xnat:imageSessionData&columns=ID,project&limit=1&format=json',
    )
    subject = { ...subject, siteAdmin: roles.includes('Administrator'), project: row?.['project'] ?? '' }
  })
  return () => subject
}

if (realUrl) xnatBattery(realUrl, real(realUrl.replace(/\/$/, '')))
