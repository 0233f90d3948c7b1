import { afterAll, beforeAll } from 'vitest'
import { startXnatSimulator, type XnatSimulator } from './simulator.ts'
import { type XnatUnderTest, xnatBattery } from './xnat.battery.ts'

// A real server joins the same battery when its address is given; nothing that changes it is run there.
const {
  OHIF_ADMIN_TEST_XNAT_URL: realUrl,
  OHIF_ADMIN_TEST_XNAT_USER: realUser = 'admin',
  OHIF_ADMIN_TEST_XNAT_PASSWORD: realPassword = 'admin',
  OHIF_ADMIN_TEST_XNAT_PROJECT: realProject = '',
} = process.env

function simulated(): () => XnatUnderTest {
  const server: { current?: XnatSimulator } = {}
  beforeAll(async () => {
    const xnat = await startXnatSimulator({ threads: 3 })
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

if (realUrl) {
  xnatBattery(realUrl, () => ({
    url: realUrl.replace(/\/$/, ''),
    username: realUser,
    password: realPassword,
    siteAdmin: realUser === 'admin',
    project: realProject,
    mayChange: false,
  }))
}
