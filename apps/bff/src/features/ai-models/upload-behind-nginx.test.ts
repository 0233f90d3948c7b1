import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { freePort } from '@ohif-admin/dev-stack'
import { startAiaaServer } from '@ohif-admin/simulators'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensureNginx, type Nginx, shippedLocations, startNginx } from '../../../../../scripts/nginx.ts'
import { files, type Loading, loadingInto, torchScript } from '../../testing/loading.ts'

const nginx = ensureNginx()
const BYTES = 200_000_000

let world: Loading
let proxy: Nginx
let front: string
const disposal = new AsyncDisposableStack()
const spooled = () => readdir(path.join(world.console.dataFolder, 'uploads'))

describe.skipIf(!nginx)(
  'a model through the location that is shipped for nginx (skipped where none can be had: set OHIF_ADMIN_NGINX)',
  () => {
    beforeAll(async () => {
      const port = await freePort()
      front = `http://127.0.0.1:${port}/ohif-admin`
      world = disposal.use(await loadingInto(await startAiaaServer(), { PUBLIC_URL: `${front}/` }))
      proxy = disposal.use(
        await startNginx(nginx ?? '', port, await shippedLocations(new URL(world.console.url).origin)),
      )
    })
    afterAll(async () => {
      await disposal.disposeAsync()
    })

    it('of 200 MB arrives whole, and nginx keeps none of it on its disk', async () => {
      const load = await world.prepared(files(BYTES))
      const { answered } = world.sending(load.id, torchScript(BYTES - 4), BYTES, front)
      expect(await answered).toMatchObject({ status: 202 })
      await expect.poll(async () => (await world.load(load.id)).state, { timeout: 30_000 }).toBe('over')
      expect(await world.load(load.id)).toMatchObject({
        receivedBytes: BYTES,
        sentBytes: BYTES,
        outcome: { verdict: 'listed' },
      })
      expect(await proxy.logged()).not.toMatch(/temporary file/)
    })

    it('comes as it is sent, and when it is broken off half-way leaves nothing behind', async () => {
      const load = await world.prepared(files(BYTES), { name: 'half' })
      const half = torchScript(BYTES / 2)
      const { answered, breakOff } = world.sending(load.id, half, BYTES, front)
      await expect
        .poll(async () => (await world.load(load.id)).receivedBytes, { timeout: 20_000 })
        .toBe(half.length)
      expect(await spooled()).toHaveLength(1)
      breakOff()
      await answered.catch(() => undefined)
      await expect.poll(async () => (await world.load(load.id)).state, { timeout: 20_000 }).toBe('over')
      expect(await world.load(load.id)).toMatchObject({ outcome: { verdict: 'not-sent', cause: 'left' } })
      expect(await spooled()).toEqual([])
      expect(await proxy.logged()).not.toMatch(/temporary file/)
    })
  },
)
