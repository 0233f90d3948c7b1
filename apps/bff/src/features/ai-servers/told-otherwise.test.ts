import { BrowserVerdict, CheckReport, ServerLog } from '@ohif-admin/contracts'
import { type AiaaServer, startAiaaServer } from '@ohif-admin/simulators'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { browserSentence } from '../../../../web/src/features/ai-servers/check-words.ts'
import assignmentsDe from '../../../../web/src/i18n/de/assignments.json' with { type: 'json' }
import projectsDe from '../../../../web/src/i18n/de/projects.json' with { type: 'json' }
import serversDe from '../../../../web/src/i18n/de/servers.json' with { type: 'json' }
import assignmentsEn from '../../../../web/src/i18n/en/assignments.json' with { type: 'json' }
import projectsEn from '../../../../web/src/i18n/en/projects.json' with { type: 'json' }
import serversEn from '../../../../web/src/i18n/en/servers.json' with { type: 'json' }
import { createTranslate, type MessageKey } from '../../../../web/src/i18n/translate.ts'
import type { Browser } from '../../testing/browser.ts'
import { startConsole } from '../../testing/console.ts'

// A check from the console sees none of this; each is told where somebody meets it.

const en = createTranslate([assignmentsEn, projectsEn, serversEn], 'en')
const de = createTranslate([assignmentsDe, projectsDe, serversDe], 'de')

describe('the log of a server says what is the matter when', () => {
  const CAUSES: readonly [string, string, string][] = [
    ['the graphics card is full', 'torch.cuda.OutOfMemoryError: CUDA out of memory.', 'GPU out of memory'],
    [
      'Triton does not run the model',
      'tritonclient.utils.InferenceServerException: x',
      'Triton refused or is down',
    ],
    ['the image does not fit', "unexpected shape for input 'INPUT__0'", 'Image and model do not fit'],
    [
      'the model file is for something else',
      "Unknown type name 'NoneType':",
      'Model file does not fit this server',
    ],
    ['the catalogue cannot be reached', 'Failed to establish a new connection', 'No way to another machine'],
    ['the disk is full', 'OSError: [Errno 28] No space left on device', 'Disk full'],
  ]
  let server: AiaaServer
  let admin: Browser
  const disposal = new AsyncDisposableStack()
  beforeAll(async () => {
    server = disposal.use(await startAiaaServer())
    const settings = { AI_ALLOWED_NETWORKS: '127.0.0.0/8' }
    const console = disposal.use(await startConsole({ logFolder: null, settings }))
    console.xnat.storeAiServers([server.url])
    admin = await console.signIn('admin')
    await admin.get('/api/ai-servers')
  })
  afterAll(() => disposal.disposeAsync())

  it.each(CAUSES)('%s', async (_subject, line, title) => {
    server.setLog(`[2026-01-01 10:00:00] [INFO] (aiaa) - fine\n${line}\n`)
    const { json } = await admin.get(`/api/ai-servers/log?origin=${encodeURIComponent(server.url)}`)
    const cause = ServerLog.parse(json).lines.at(-1)?.cause
    expect(cause && en(`servers.log.cause.${cause}`)).toBe(title)
    expect(cause && de(`servers.log.causeMeans.${cause}`)).not.toMatch(/^servers\./)
  })
})

describe('what a browser found is told as far as a browser knows', () => {
  const origin = 'http://ai.example.org:5000'
  const VERDICTS: readonly [BrowserVerdict['note'], RegExp][] = [
    [
      'network',
      /^This browser gets no connection to http:\/\/ai\.example\.org:5000\. A browser does not say why/,
    ],
    ['no-cors', /keeps pages of XNAT from reading the answer: the server does not allow them \(CORS\)/],
    ['unread', /Whether pages of XNAT may read the answers cannot be seen from here/],
    ['mixed-content', /^XNAT is on https and http:\/\/ai\.example\.org:5000 is plain http/],
    ['timeout', /within 10 seconds: it may be computing/],
    ['redirected', /sends callers to another address/],
    ['error-status', /the answer is an error: status 500\.$/],
    ['blocked-here', /^This browser kept the console from looking/],
    ['answers', /may read what it answers\. The console is not on the same address as XNAT/],
  ]

  it.each(VERDICTS)('%s', (note, sentence) => {
    const verdict = BrowserVerdict.parse({
      outcome: 'bad',
      note,
      calledAs: 'nobody',
      status: 500,
      tookMs: 1,
      steps: [],
    })
    const report = { origin: CheckReport.shape.origin.parse(origin) }
    expect(browserSentence(verdict, report, en)).toMatch(sentence)
    expect(browserSentence(verdict, report, de)).not.toMatch(/servers\.|\{\{/)
  })
})

/**
 * No look from anywhere finds these. A run with an image would be needed, or the user's own browser: why, and the text that
 * tells it all the same.
 */
const UNSEEN: readonly [subject: string, why: string, text: MessageKey, says: RegExp][] = [
  [
    'the tool is not switched on',
    'the preference stays in each browser, and XNAT cannot read it',
    'checklist.preferences',
    /Experimental Features/,
  ],
  ['the browser kept preferences of an older viewer', 'the same', 'checklist.noSwitchHint', /older viewer/],
  [
    'a viewer that is open keeps its former server',
    'the viewer reads the address once, when its page loads',
    'effect.reload',
    /until the page is loaded again/,
  ],
  [
    'a firewall, a proxy or an antivirus in front of one user',
    'the console stands elsewhere, and a browser gives one error for all',
    'servers.browserIs.network',
    /a firewall or proxy may be in between/,
  ],
  [
    'a run fails and its error allows no page to read it',
    'only a run with an image ends in it; its log has the cause',
    'checklist.runFailsHint',
    /log/,
  ],
  [
    'a run fails once after hours',
    'its session is over, which is as it should be',
    'checklist.onceHint',
    /run it again/,
  ],
]

describe('what no look can find is told all the same', () => {
  it.each(UNSEEN)('%s (%s)', (_subject, _why, text, says) => {
    expect(en(text)).toMatch(says)
    expect(de(text)).not.toMatch(/^[a-z]+\./i)
    expect(de(text)).not.toBe(en(text))
  })
})
