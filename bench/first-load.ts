import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'

/** What Swagger UI 5, the tool people use today, loads before it shows anything: the yardstick. */
const SWAGGER_UI_KB = 565
const BUDGET_KB = 150

/** Scripts the page needs before it can show anything, compressed: those its HTML names. */
const dist = path.resolve(import.meta.dirname, '../apps/web/dist')
const html = await readFile(path.join(dist, 'index.html'), 'utf8')
const scripts = [...html.matchAll(/(?:src|href)="\/__APP_BASE__\/(assets\/[^"]+\.js)"/g)].map(
  ([, file]) => file ?? '',
)
let bytes = 0
for (const script of new Set(scripts)) bytes += (await stat(path.join(dist, `${script}.gz`))).size
process.stdout.write(
  `initial JavaScript ${(bytes / 1000).toFixed(0)} kB gzip in ${scripts.length} files (budget ${BUDGET_KB} kB; Swagger UI about ${SWAGGER_UI_KB} kB)\n`,
)
