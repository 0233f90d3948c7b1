import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startXnatSimulator, type XnatSimulator } from './simulator.ts'

let xnat: XnatSimulator
let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'xnat-node-'))
  xnat = await startXnatSimulator({ sessionMs: [1, 3] })
  xnat.addProject({ id: 'P', sessions: 3 })
})
afterEach(async () => {
  await xnat[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

const post = (url: string, path: string) =>
  fetch(`${url}${path}`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa('admin:admin')}`, 'user-agent': 'test' },
  })

test('each node has its own lock, so that two runs go over one archive', async () => {
  await using node = await xnat.addNode(folder)
  const [here, there] = [xnat.holdRegeneration('P'), node.holdRegeneration('P')]
  const runs = [post(xnat.url, '/xapi/viewer/projects/P'), post(node.url, '/xapi/viewer/projects/P')]
  await Promise.all([here.reached(1), there.reached(1)])
  expect([xnat.locked, node.locked]).toEqual([true, true])
  expect((await post(node.url, '/xapi/viewer/projects/P')).status).toBe(423)
  await Promise.all([here.storeRest(), there.storeRest()])
  expect((await Promise.all(runs)).map(({ status }) => status)).toEqual([201, 201])
})

test('each node writes its own log', async () => {
  await using node = await xnat.addNode(folder)
  const before = await readFile(join(xnat.logFolder, 'ohifviewer.log'), 'utf8')
  await post(node.url, '/xapi/viewer/projects/P')
  await node.idle()
  expect(await readFile(join(node.logFolder, 'ohifviewer.log'), 'utf8')).toContain(
    'Project P metadata creation complete',
  )
  expect(await readFile(join(xnat.logFolder, 'ohifviewer.log'), 'utf8')).toBe(before)
})

test('an event load rebuilds sessions until it is stopped', async () => {
  const load = xnat.startEventLoad(200)
  const log = () => readFile(join(xnat.logFolder, 'ohifviewer.log'), 'utf8')
  await expect.poll(async () => (await log()).split('Trigger event: Transferred').length).toBeGreaterThan(3)
  load.stop()
  await xnat.idle()
  expect(await log()).toMatch(/\[reactorDispatcher-\d+\] INFO .*created and stored/)
})
