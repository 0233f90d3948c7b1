import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startConsole, type TestConsole } from '../testing/console.ts'
import { plainRequest } from '../testing/plain-request.ts'

const HTML =
  '<!doctype html><script src="/__APP_BASE__/assets/index.js"></script><base href="/__APP_BASE__/">'

let console: TestConsole
let webFolder: string

beforeAll(async () => {
  webFolder = await mkdtemp(path.join(tmpdir(), 'ohif-admin-web-'))
  await mkdir(path.join(webFolder, 'assets'))
  await writeFile(path.join(webFolder, 'index.html'), HTML)
  await writeFile(path.join(webFolder, 'favicon.svg'), '<svg/>')
  await writeFile(path.join(webFolder, 'assets', 'index.js'), 'export {}')
  console = await startConsole({
    webFolder,
    settings: { PUBLIC_URL: 'https://xnat.example.org/ohif-admin/' },
  })
})
afterAll(async () => {
  await console[Symbol.asyncDispose]()
  await rm(webFolder, { recursive: true })
})

describe('the page', () => {
  it.each([
    '/',
    '/index.html',
    '/runs/1',
    '/ohif-admin/',
    '/ohif-admin/runs/1?tab=log',
    '/ohif-admin/index.html',
    '/api',
  ])('is there at %s and knows where it lives, also for a visitor from a link elsewhere', async (address) => {
    const page = await plainRequest(console.url, address, {
      headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' },
    })
    expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
    expect(page.text).toBe(HTML.replaceAll('/__APP_BASE__/', '/ohif-admin/'))
  })

  it('has its files, below the base path and without it', async () => {
    for (const address of ['/assets/index.js', '/ohif-admin/assets/index.js', '/favicon.svg']) {
      expect([address, (await plainRequest(console.url, address)).status]).toEqual([address, 200])
    }
  })

  it.each([
    '/assets/index-old.js',
    '/assets/index-old.css',
    '/script.js',
    '/api/nothing',
    '/ohif-admin/api/nothing',
    '/api/',
  ])('does not come in place of what is not there: %s', async (address) => {
    expect(await plainRequest(console.url, address)).toMatchObject({
      status: 404,
      json: { code: 'not-found' },
    })
  })

  it('answers whoever only asks whether it is there', async () => {
    const head = await plainRequest(console.url, '/', { method: 'HEAD' })
    expect([head.status, head.text]).toEqual([200, ''])
  })
})
