import path from 'node:path'
import { freePort } from '@ohif-admin/dev-stack'
import { createServer } from 'vite'
import { hand, root } from './run-tool.ts'

// The page with hot reload on 8080, in front of the demo; the console's server starts again when its source changes.
const port = await freePort()
process.env['OHIF_ADMIN_DEV_BFF'] = `http://localhost:${port}`
const page = await createServer({
  root: path.join(root, 'apps/web'),
  server: { port: 8080, strictPort: true },
})
await page.listen()
page.printUrls()
hand(process.execPath, [
  '--disable-warning=ExperimentalWarning',
  path.join(root, 'packages/dev-stack/src/main.ts'),
  '--source',
  '--watch',
  '--public-port=8080',
  `--port=${port}`,
])
