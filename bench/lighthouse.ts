import { spawn } from 'node:child_process'
import { cpus, loadavg } from 'node:os'
import { text } from 'node:stream/consumers'
import { parseArgs } from 'node:util'
import { startStack } from '@ohif-admin/dev-stack'
import { buildAll } from '../scripts/build.ts'
import { ensureChromium } from '../scripts/chromium.ts'
import { signIn } from './sign-in.ts'

/**
 * The first load of the built page, as Google's Lighthouse sees it: the sign-in page, and the overview of somebody who
 * is signed in, on a simulated phone and on a desktop. It is fetched with npx; other work on the machine spoils its
 * figures, so the load is printed, and of several looks the best counts.
 */
const LIGHTHOUSE = 'lighthouse@13.5.0'
const BUDGETS = { performance: 95, accessibility: 100, 'best-practices': null }
const { values } = parseArgs({ options: { looks: { type: 'string', default: '3' } } })

/** The part of Lighthouse's report that is printed. */
interface Report {
  categories: Record<string, { score: number }>
  audits: Record<string, { title: string; score: number | null; displayValue?: string }>
}

const CHROME = '--headless=new --no-sandbox --disable-gpu --disable-background-networking --no-first-run'

async function look(url: string, form: string, cookie: string | undefined): Promise<Report> {
  const flags = [
    ...['--yes', LIGHTHOUSE, url, '--quiet', '--output=json', `--chrome-flags=${CHROME}`],
    `--only-categories=${Object.keys(BUDGETS).join(',')}`,
    ...(form === 'desktop' ? ['--preset=desktop'] : []),
    ...(cookie === undefined ? [] : [`--extra-headers=${JSON.stringify({ cookie })}`]),
  ]
  const env = { ...process.env, CHROME_PATH: ensureChromium() }
  const child = spawn('npx', flags, { env, stdio: ['ignore', 'pipe', 'inherit'] })
  return JSON.parse(await text(child.stdout)) as Report
}

const scoreOf = (report: Report, category: string) =>
  Math.round(100 * (report.categories[category]?.score ?? 0))

async function best(url: string, form: string, cookie: string | undefined): Promise<Report> {
  const reports: Report[] = []
  for (let count = 0; count < Number(values.looks); count += 1) reports.push(await look(url, form, cookie))
  const [first] = reports.toSorted((a, b) => scoreOf(b, 'performance') - scoreOf(a, 'performance'))
  if (!first) throw new Error('nothing was looked at')
  return first
}

function say(page: string, form: string, report: Report) {
  const scores = Object.entries(BUDGETS).map(([name, budget]) => {
    const asked = budget === null ? '' : ` (${budget})`
    return `${name} ${scoreOf(report, name)}${asked}`
  })
  const times = ['first-contentful-paint', 'largest-contentful-paint', 'total-blocking-time']
    .map((id) => `${report.audits[id]?.title} ${report.audits[id]?.displayValue}`)
    .join(', ')
  process.stdout.write(`${page.padEnd(9)} ${form.padEnd(8)} ${scores.join('  ')}  ${times}\n`)
  for (const { title, score } of Object.values(report.audits))
    if (score !== null && score < 0.9) process.stdout.write(`          ${score.toFixed(2)} ${title}\n`)
}

await buildAll()
process.stdout.write(`${cpus()[0]?.model}, ${cpus().length} cores, load ${loadavg()[0]?.toFixed(1)}\n`)
await using stack = await startStack({ run: 'bundle', settings: { LOG_LEVEL: 'error' } })
const cookie = await signIn(stack.url, 'admin')
for (const form of ['phone', 'desktop']) {
  say('sign-in', form, await best(new URL('sign-in', stack.url).href, form, undefined))
  say('overview', form, await best(stack.url, form, cookie))
}
