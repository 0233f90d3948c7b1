import { Readable } from 'node:stream'
import type { CheckReport, DoctorReport, LogSourceState, SetUpProgress } from '@ohif-admin/contracts'
import { ZipFile } from 'yazl'
import type { Actor } from '../../../lib/actor.ts'
import { Aliases, maskedCheck, maskedDoctor, maskedProgress } from './masked-facts.ts'

export interface BundleNeeds {
  examine: (actor: Actor) => Promise<DoctorReport>
  progress: (actor: Actor) => Promise<SetUpProgress>
  /** Newest first. */
  checks: () => Promise<readonly CheckReport[]>
  logSources: () => readonly LogSourceState[]
  /** The last lines of the log as support staff see them. */
  maskedLog: (actor: Actor) => Promise<string[]>
  /** Settings by name: shown where they say nothing about the site, else only whether they are set. */
  settings: () => Readonly<Record<string, unknown>>
  version: string
  now: () => number
}

const CHECKS = 20

const README = `Support bundle of XNAT OHIF Admin

versions.json     the console, Node, and which log sources are read
doctor.json       XNAT, the viewer plugin, its folder, and what was found
progress.json     the steps of the set-up and their proofs
checks.json       the last checks of AI servers
settings.json     the console's settings: values that say nothing about the site, else only whether they are set
log.txt           the last lines of the viewer's log, masked as for support staff

Left out: people's names, project and session labels, secrets, tokens, addresses. Hosts and unknown files are named
host-1, file-1 and so on, the same within one bundle. Session and project ids may stand in log.txt.
Read it before you send it.
`

/** One zip for whoever helps from outside, as it is made. Throws `UpstreamError` when the XNAT session is over. */
export async function supportBundle(
  needs: BundleNeeds,
  actor: Actor,
): Promise<{ fileName: string; body: Readable }> {
  const aliases = new Aliases()
  const at = new Date(needs.now())
  const [doctor, progress, checks, log] = await Promise.all([
    needs.examine(actor),
    needs.progress(actor),
    needs.checks(),
    needs.maskedLog(actor),
  ])
  const sources = needs
    .logSources()
    .map(({ name, ...state }) => ({ ...state, name: aliases.of('source', name) }))
  const facts = {
    'versions.json': {
      console: needs.version,
      node: process.version,
      madeAt: at.toISOString(),
      logSources: sources,
    },
    'doctor.json': maskedDoctor(doctor, aliases),
    'progress.json': maskedProgress(progress, aliases),
    'checks.json': checks.slice(0, CHECKS).map((report) => maskedCheck(report, aliases)),
    'settings.json': needs.settings(),
  }
  const zip = new ZipFile()
  const add = (name: string, text: string) => zip.addBuffer(Buffer.from(text), name, { mtime: at })
  add('README.txt', README)
  for (const [name, value] of Object.entries(facts)) add(name, `${JSON.stringify(value, null, 2)}\n`)
  add('log.txt', log.map((line) => `${line}\n`).join(''))
  zip.end()
  const stamp = at.toISOString().slice(0, 16).replaceAll(/[-:]/g, '').replace('T', '-')
  return {
    fileName: `ohif-admin-support-${stamp}.zip`,
    body: Readable.from(zip.outputStream as AsyncIterable<Buffer>),
  }
}
