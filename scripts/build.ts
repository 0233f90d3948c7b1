import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { build } from 'rolldown'
import { root, run, tool } from './run-tool.ts'

/** Builds the page and bundles the server's own code into one file. Throws when either fails. */
export async function buildAll() {
  if (!run(tool('vite'), ['build', 'apps/web', '--logLevel', 'warn']))
    throw new Error('The page could not be built.')
  await compress(path.join(root, 'apps/web/dist/assets'))
  await bundleServer()
}

/** The thread that reads the log is an entry of its own, beside the server's. Packages of the workspace go in; libraries stay outside, where their own files (the API reference page) are found. */
async function bundleServer() {
  await build({
    input: {
      main: path.join(root, 'apps/bff/src/main.ts'),
      'history-worker': path.join(root, 'apps/bff/src/features/log/history-worker.ts'),
    },
    platform: 'node',
    external: (id) => /^[a-z@]/.test(id) && !id.startsWith('@ohif-admin/'),
    output: {
      dir: path.join(root, 'apps/bff/dist'),
      chunkFileNames: '[name].js',
      format: 'esm',
      sourcemap: true,
    },
    logLevel: 'warn',
  })
}

const COMPRESSIBLE = new Set(['.js', '.css', '.svg'])

/** Writes a Brotli and a gzip copy beside each asset, so that no request has to wait for a compressor. */
async function compress(folder: string) {
  const names = (await readdir(folder)).filter((name) => COMPRESSIBLE.has(path.extname(name)))
  for (const name of names) {
    const file = path.join(folder, name)
    const content = await readFile(file)
    await writeFile(`${file}.gz`, gzipSync(content, { level: 9 }))
    await writeFile(
      `${file}.br`,
      brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
    )
  }
}

if (import.meta.main) await buildAll()
