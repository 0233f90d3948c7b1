import { CheckReport } from '@ohif-admin/contracts'
import {
  type AiaaServerOptions,
  type MonaiLabelServerOptions,
  monaiLabelInfos,
  type StrangeBehaviour,
  startAiaaServer,
  startMonaiLabelServer,
  startProxyUnderPath,
  startStrangeServer,
  startUnansweredPort,
} from '@ohif-admin/simulators'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { consoleVerdict, stepSentence } from '../../../../web/src/features/ai-servers/check-words.ts'
import core from '../../../../web/src/i18n/de/core.json' with { type: 'json' }
import german from '../../../../web/src/i18n/de/servers.json' with { type: 'json' }
import english from '../../../../web/src/i18n/en/servers.json' with { type: 'json' }
import { createTranslate, type Translate } from '../../../../web/src/i18n/translate.ts'
import type { Browser } from '../../testing/browser.ts'
import { startConsole, type TestConsole } from '../../testing/console.ts'

const en = createTranslate([english], 'en')
const de = createTranslate([core, german], 'de')

let console: TestConsole
let secure: TestConsole
let admin: Browser
let ofSecure: Browser
const disposal = new AsyncDisposableStack()

beforeAll(async () => {
  const settings = { AI_ALLOWED_NETWORKS: '127.0.0.0/8' }
  console = disposal.use(await startConsole({ logFolder: null, settings }))
  secure = disposal.use(
    await startConsole({
      logFolder: null,
      settings: { ...settings, XNAT_PUBLIC_URL: 'https://xnat.example.org/' },
    }),
  )
  admin = await console.signIn('admin')
  ofSecure = await secure.signIn('admin')
})
afterAll(() => disposal.disposeAsync())

/** Everything a reader of the report is told, from the console's side. */
function told(report: CheckReport, t: Translate): string[] {
  return [
    consoleVerdict(report, t).sentence,
    ...report.steps.map((step) => stepSentence(step, t)),
    ...report.problems.map(({ code }) => t(`servers.problem.${code}`)),
  ]
}

async function check(entry: string, browser = admin): Promise<CheckReport> {
  return CheckReport.parse((await browser.post('/api/ai-servers/checks', { entry })).json)
}

/** Both languages say it: the English sentence exactly, the German one as a sentence and not as a key. */
function expectTold(report: CheckReport, sentence: string) {
  const inEnglish = told(report, en)
  expect(inEnglish).toContain(sentence)
  const inGerman = told(report, de)[inEnglish.indexOf(sentence)]
  expect(inGerman).not.toBe(sentence)
  expect(inGerman).not.toMatch(/^servers\.|\{\{/)
}

/** Whatever it found: no code of ours or of the network's where a reader expects words. */
function expectSentences({ steps }: CheckReport) {
  for (const step of steps.filter(({ note }) => note !== null)) {
    for (const text of [stepSentence(step, en), stepSentence(step, de)]) {
      expect(text).toMatch(/\.$/)
      expect(text).not.toMatch(/\b[A-Z]+_[A-Z_]+\b|\bE[A-Z]{5,}\b|has no sentence|keinen Satz hat/)
    }
  }
}

interface Row {
  /** What is wrong with the server. */
  subject: string
  start: () => Promise<AsyncDisposable & { url: string }>
  /** What is registered, where that is not the server's own address. */
  entry?: (url: string) => string
  sentence: string | ((url: string) => string)
  /** Judged for pages of an XNAT on https. */
  https?: boolean
}

const aiaa = (options: AiaaServerOptions) => () => startAiaaServer(options)
const monai = (options: MonaiLabelServerOptions) => () => startMonaiLabelServer(options)
const strange = (behaviour: StrangeBehaviour) => () => startStrangeServer(behaviour)
const nothing = async () => ({ url: 'http://127.0.0.1:65533', [Symbol.asyncDispose]: async () => undefined })
const XNAT = 'http://localhost:8080'

async function datastoreAway() {
  const server = await startMonaiLabelServer()
  server.breakDatastore()
  return server
}

async function countsForLong() {
  const server = await startMonaiLabelServer()
  server.goSlow(5_500, '/info/')
  return server
}

async function underPath() {
  const inner = await startAiaaServer()
  const proxy = await startProxyUnderPath(inner.url, '/aiaa')
  return {
    url: proxy.url,
    [Symbol.asyncDispose]: async () => {
      await proxy[Symbol.asyncDispose]()
      await inner[Symbol.asyncDispose]()
    },
  }
}

const labels = (values: Record<string, number>) => ({
  ...monaiLabelInfos.radiology(),
  models: { spleen: { type: 'segmentation', labels: values, dimension: 3, description: '' } },
})

const ROWS: readonly Row[] = [
  {
    subject: 'the server is down',
    start: nothing,
    sentence: 'The host answers, but nothing listens on this port.',
  },
  {
    subject: 'something on the way swallows every attempt to connect',
    start: startUnansweredPort,
    sentence: 'No connection within 3 seconds: a firewall, or no such machine.',
  },
  {
    subject: 'the name is known to nobody',
    start: nothing,
    entry: () => 'http://aiaa.invalid:5000',
    sentence: 'aiaa.invalid is not known where the console runs.',
  },
  {
    subject: 'the name is that of a container',
    start: nothing,
    entry: () => 'http://aiaa:5000',
    sentence:
      "The name in http://aiaa:5000 has no domain: users' machines may not know it. Names of containers never work.",
  },
  {
    subject: 'the address is that of no machine',
    start: nothing,
    entry: () => 'http://0.0.0.0:5000',
    sentence: 'http://0.0.0.0:5000 is no address a browser can call.',
  },
  {
    subject: 'the address is that of each user',
    start: nothing,
    entry: () => 'http://localhost:65533',
    sentence:
      "http://localhost:65533 is each user's own machine: works only for a browser on the server itself.",
  },
  {
    subject: 'XNAT is on https and the server on http',
    start: nothing,
    entry: () => 'http://ai.invalid:5000',
    https: true,
    sentence:
      'XNAT is on https (https://xnat.example.org): browsers keep its pages from calling http://ai.invalid:5000.',
  },
  {
    subject: 'the server allows no pages of other origins',
    start: aiaa({ cors: 'none' }),
    sentence: `Browsers keep pages of ${XNAT} from reading the answers: the server does not allow it.`,
  },
  {
    subject: 'the server allows other pages only',
    start: monai({ corsOrigins: ['https://viewer.example.org'], pydantic: 1 }),
    sentence: `Browsers keep pages of ${XNAT} from reading the answers: the server does not allow it.`,
  },
  {
    subject: 'the server asks before an image is sent, and refuses',
    start: aiaa({ cors: 'none' }),
    sentence: 'The question browsers ask before they send an image got status 404.',
  },
  {
    subject: 'the certificate is the own one of the server',
    start: aiaa({ tls: 'self-signed' }),
    sentence:
      'The certificate is signed by the server itself. A browser refuses it until each user accepts it.',
  },
  {
    subject: 'the certificate says who issued it',
    start: aiaa({ tls: 'self-signed' }),
    sentence:
      'The certificate is signed by the server itself. A browser refuses it until each user accepts it. Issued by OHIF Admin simulators, valid to 2126-10-29.',
  },
  {
    subject: 'the data store fails, and the answer allows no page to read it',
    start: datastoreAway,
    sentence:
      'It runs, and fails when asked for its models. Its data store in XNAT cannot be read: XNAT is away, the account is locked, or the release (up to 0.8.5) does not send its password.',
  },
  {
    subject: 'the data store is large',
    start: countsForLong,
    sentence:
      '3 models, 2 of them shown by the viewer, after 6 seconds: it counts its whole data store each time, and answers nobody meanwhile.',
  },
  {
    subject: 'a proxy has its own page there',
    start: strange('proxy-404'),
    sentence: 'Something answers, but neither AIAA nor MONAI Label is there.',
  },
  {
    subject: 'the server answers under a path that the viewer leaves out',
    start: underPath,
    entry: (url) => `${url}/aiaa`,
    sentence:
      'A server answers under /aiaa, but the viewer leaves the path out. It needs a host name or port of its own.',
  },
  {
    subject: 'a web page answers',
    start: strange('html-page'),
    sentence: 'No JSON answered: a web page, or an answer that was cut off.',
  },
  {
    subject: 'another service owns the port',
    start: strange('empty-403'),
    sentence: 'An empty refusal: another service owns this port.',
  },
  {
    subject: 'a proxy is up and the server is not',
    start: strange('bad-gateway'),
    sentence: 'A proxy answered for a server that is down or slow.',
  },
  {
    subject: 'nothing is loaded on an AIAA server',
    start: aiaa({ models: [] }),
    sentence: 'It answers, and has no model loaded.',
  },
  {
    subject: 'nothing is loaded on a MONAI Label server',
    start: monai({ info: monaiLabelInfos.noModels() }),
    sentence: 'It answers, and has no model loaded.',
  },
  {
    subject: 'every model is of a type the viewer hides',
    start: aiaa({ models: [{ name: 'chest', type: 'classification', labels: ['a'] }] }),
    sentence: 'There are models, and the viewer hides all of them.',
  },
  {
    subject: 'a deepgrow model says neither what it is nor its dimension',
    start: aiaa({ models: [{ name: 'grow', type: 'deepgrow', labels: [] }] }),
    sentence:
      'A deepgrow model without description and without its dimension: the viewer fails while it loads the list, and its dialog stays open.',
  },
  {
    subject: 'the labels of the app are a mapping',
    start: monai({ info: monaiLabelInfos.labelsAsObject() }),
    sentence: 'The labels of the app are no list: the viewer fails while it loads the models.',
  },
  {
    subject: 'label numbers are not in order',
    start: monai({ info: labels({ background: 0, spleen: 3, liver: 1 }) }),
    sentence: 'Its label numbers are not 1, 2, 3 … in order: the viewer shows wrong names.',
  },
  {
    subject: 'the server takes the connection and is busy',
    start: strange('silent-socket'),
    sentence: 'Connected, but no answer came in time. A server that is computing does this.',
  },
  {
    subject: 'the answer begins and does not end',
    start: strange('hangs-after-headers'),
    sentence: 'The answer began and did not end in time.',
  },
  {
    subject: 'the answer drips',
    start: strange('drip'),
    sentence: 'The answer began and did not end in time.',
  },
  {
    subject: 'the answer never ends',
    start: strange('endless'),
    sentence: 'The answer is far larger than any list of models.',
  },
  {
    subject: 'the answer unpacks to far more than it is',
    start: strange('gzip-bomb'),
    sentence: 'The answer is far larger than any list of models.',
  },
  {
    subject: 'the answer is cut off JSON',
    start: strange('bad-json'),
    sentence: 'No JSON answered: a web page, or an answer that was cut off.',
  },
  {
    subject: 'the connection is closed at once',
    start: strange('closes-at-once'),
    sentence: 'The connection was closed before an answer.',
  },
  {
    subject: 'something else than HTTP answers',
    start: strange('not-http'),
    sentence: 'What answers does not speak HTTP.',
  },
  {
    subject: 'the caller is sent to another address',
    start: strange('redirects'),
    sentence: "It sends the caller elsewhere; the viewer's calls do not survive that.",
  },
  {
    subject: 'the server keeps no sessions',
    start: monai({ sessions: 'off' }),
    sentence: 'Sessions are switched off on this server: it takes no images from the viewer.',
  },
  {
    subject: 'signing in is switched on',
    start: monai({ accounts: [{ username: 'a', password: 'a', roles: ['monailabel-user'] }] }),
    sentence: 'It asks for a sign-in. The viewer sends none, so nobody can use it from XNAT.',
  },
  {
    subject: 'the text of an error was registered',
    start: nothing,
    entry: () => 'No AIAA server list found',
    sentence: 'A browser makes no address of this text: nothing is ever called.',
  },
]

describe('a check says what is the matter when', () => {
  it.each(ROWS)(
    '$subject',
    async ({ start, entry, sentence, https }) => {
      await using server = await start()
      const report = await check(entry?.(server.url) ?? server.url, https ? ofSecure : admin)
      expectTold(report, typeof sentence === 'string' ? sentence : sentence(server.url))
      expectSentences(report)
      expect(report.steps.some(({ outcome }) => outcome === 'bad' || outcome === 'attention')).toBe(true)
    },
    60_000,
  )

  it('an allowed origin has a slash that no browser sends', async () => {
    await using server = await startMonaiLabelServer({ corsOrigins: [XNAT] })
    expectTold(
      await check(server.url),
      `Browsers keep pages of ${XNAT} from reading the answers: the server does not allow it.`,
    )
  })
})
