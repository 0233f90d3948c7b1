import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { type Entry, fromBuffer, type ZipFile } from 'yauzl'
import { expect, expectAccessible, test } from './fixtures.ts'
import { look } from './look.ts'

test.describe.configure({ timeout: 240_000 })

test('an admin makes the files of an AI server, and cannot take them before every field is right', async ({
  signIn,
}) => {
  const page = await signIn('admin')
  await page.goto('/set-up?part=ai-server')
  const form = page.getByRole('form', { name: 'Settings of the AI server' })
  const files = page.getByRole('region', { name: 'Files', exact: true })
  const download = page.getByRole('button', { name: 'Download zip' })
  await expect(files).toContainText('start_aiaa.sh --workspace /workspace')
  await expect(files.getByText('Not ready yet: Host name, Workspace')).toBeVisible()
  await expect(download).toBeDisabled()
  await expect(page.getByRole('button', { name: 'Copy docker-compose.yml' })).toBeDisabled()

  await form.getByLabel('Host name').fill('http://tritonserver')
  await expect(form.getByText('The host name alone, without http://')).toBeVisible()
  await form.getByLabel('Host name').fill('tritonserver')
  await expect(page.getByRole('status', { name: 'What to know before' })).toContainText(
    'A name without a dot',
  )
  await form.getByLabel('Workspace').fill(`/srv/it's "$(id)"`)
  await expect(form.getByText('Quotes, colons, $')).toBeVisible()
  await expect(files).not.toContainText('$(id)')
  await expect(download).toBeDisabled()
  await expectAccessible(page)
  await look(page, 'generator-not-ready')

  await form.getByLabel('Host name').fill('ai.example.org')
  await form.getByLabel('Workspace').fill('/srv/aiaa workspace')
  await form.getByLabel('Port', { exact: true }).fill('5001')
  await expect(page.getByText('Not ready yet')).toHaveCount(0)
  await files.getByText('docker-compose.env', { exact: true }).click()
  await expect(files).toContainText("AIAA_WORKSPACE='/srv/aiaa workspace'")
  await expect(
    page.getByRole('listitem').filter({ hasText: 'register http://ai.example.org:5001' }),
  ).toBeVisible()
  await look(page, 'generator')

  const [saved] = await Promise.all([page.waitForEvent('download'), download.click()])
  expect(saved.suggestedFilename()).toBe('clara-triton.zip')
  const inside = await textsIn(await readFile(await saved.path()))
  expect([...inside.keys()]).toEqual(
    ['docker-compose.yml', 'docker-compose.env', 'STEPS.txt'].map((name) => `clara-triton/${name}`),
  )
  expect(inside.get('clara-triton/docker-compose.env')).toContain('AIAA_PORT=5001')
  expect(inside.get('clara-triton/STEPS.txt')).toContain('-p aiaa_triton up --remove-orphans -d')

  await page.reload()
  await expect(form.getByLabel('Port', { exact: true })).toHaveValue('5001')
  await expect(form.getByLabel('Workspace')).toHaveValue('/srv/aiaa workspace')
  await page.getByRole('link', { name: 'Prove that it works' }).click()
  await expect(page).toHaveURL(/part=prove/)
  await expect(page.getByLabel('Address of the server')).toHaveValue(/ai\.example\.org/)
})

test('the choice of a server says at once what will not work with it', async ({ signIn }) => {
  const page = await signIn('admin')
  await page.goto('/set-up?part=ai-server&kind=monai-label')
  const warnings = page.getByRole('status', { name: 'What to know before' })
  await expect(page.getByText('exec monailabel start_server')).toBeVisible()
  await expect(warnings).toContainText('MONAI Label 0.8.5 and older')
  await page.getByRole('radio', { name: 'required' }).check({ force: true })
  await expect(warnings).toContainText('The viewer in XNAT sends no token')
  await expect(page.getByLabel('Realm')).toBeVisible()
  await page.getByLabel('Host name').fill('localhost')
  await expect(warnings).toContainText('on the very machine of the server')
  await look(page, 'generator-monai')
  await page.getByRole('radio', { name: /Clara Train 3\.1/ }).check()
  await expect(warnings).toContainText('deprecated')
  await expect(page.getByText('--gpus all')).toBeVisible()
})

test('the page shows how the console itself is put beside an XNAT, with the shipped files', async ({
  signIn,
}) => {
  const page = await signIn('admin')
  await page.goto('/set-up?part=console')
  await expect(page.getByRole('region', { name: 'docker-compose.override.yml' })).toContainText(
    './xnat-data/home/logs:/xnat-logs:ro',
  )
  await look(page, 'set-up-console')
  await page.getByRole('radio', { name: 'as a service of the machine' }).check({ force: true })
  const location = page.getByRole('region', { name: 'nginx-location.conf' })
  await expect(location).toContainText('http://127.0.0.1:8081')
  await expect(location).not.toContainText('resolver')
})

test('whoever is no site admin is told whose page it is', async ({ signIn }) => {
  const page = await signIn('owner')
  await page.goto('/set-up?part=ai-server')
  await expect(page.getByText('The set-up is for site administrators')).toBeVisible()
  await expect(page.getByRole('form')).toHaveCount(0)
})

/** The files of a zip by name, read by another library than the one that wrote them. */
async function textsIn(zip: Buffer): Promise<Map<string, string>> {
  const file = await promisify<Buffer, { lazyEntries: true }, ZipFile>(fromBuffer)(zip, { lazyEntries: true })
  const found = new Map<string, string>()
  return new Promise((resolve, reject) => {
    file.on('entry', (entry: Entry) =>
      file.openReadStream(entry, (error, stream) => {
        if (error) return reject(error)
        text(stream).then((content) => {
          found.set(entry.fileName, content)
          file.readEntry()
        }, reject)
      }),
    )
    file.on('error', reject)
    file.on('end', () => resolve(found))
    file.readEntry()
  })
}
