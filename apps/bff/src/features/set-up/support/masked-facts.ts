import type { CheckReport, DoctorReport, SetUpFinding, SetUpProgress } from '@ohif-admin/contracts'

/** Names of releases: whatever else a file is called may be anybody's. */
const KNOWN_FILE = /^(?:ohif-viewer|xnat-roi)-\d{1,3}(?:\.\d{1,3}){0,3}(?:-BC)?\.jar$/
const VERSION = /^\d{1,4}(?:\.\d{1,4}){0,3}(?:-(?:BC|SNAPSHOT|RC\d{0,2}))?$/
/** Values of findings and steps that are versions, counts or codes of our own. */
const PLAIN_VALUE =
  /^(?:\d{1,7}|\d{1,4}(?:\.\d{1,4}){1,3}(?:-(?:BC|SNAPSHOT))?|[a-z]{1,12}(?:-[a-z]{1,12}){0,4})$/
const PLAIN_NAMES = new Set([
  ...[
    'listed',
    'atLeast',
    'version',
    'plugin',
    'xnat',
    'count',
    'obstacle',
    'looksLike',
    'uid',
    'folderUid',
    'mode',
  ],
  ...['models', 'reading', 'total'],
])

/** Names that stand for hosts and files, the same one for the same within a bundle. */
export class Aliases {
  readonly #known = new Map<string, string>()
  readonly #counts = new Map<string, number>()

  of(kind: string, name: string): string {
    const key = `${kind} ${name}`
    const known = this.#known.get(key)
    if (known) return known
    const count = (this.#counts.get(kind) ?? 0) + 1
    this.#counts.set(kind, count)
    const alias = `${kind}-${count}`
    this.#known.set(key, alias)
    return alias
  }

  file(name: string): string {
    return KNOWN_FILE.test(name) ? name : this.of('file', name)
  }

  /** An address with its scheme and port; the host is only told from others. */
  server(address: string): string {
    if (!URL.canParse(address)) return this.of('address', address)
    const { protocol, hostname, port } = new URL(address)
    if (protocol !== 'http:' && protocol !== 'https:') return this.of('address', address)
    return `${protocol}//${this.of('host', hostname)}${port === '' ? '' : `:${port}`}`
  }
}

export const plainVersion = (version: string | null) =>
  version === null || VERSION.test(version) ? version : '(another form)'

export function maskedDoctor(report: DoctorReport, aliases: Aliases) {
  const { checkedAt, xnat, plugin, fit, features, folder, findings } = report
  return {
    checkedAt,
    xnat: { ...xnat, version: plainVersion(xnat.version) },
    plugin: { ...plugin, listed: plainVersion(plugin.listed) },
    fit,
    features,
    folder: {
      state: folder.state,
      owner: folder.owner,
      left: folder.left,
      jars: folder.jars.map(({ file, pluginIds, version, etherj, ...jar }) => ({
        ...jar,
        file: aliases.file(file),
        plugins: pluginIds.length,
        version: plainVersion(version),
        etherj: etherj && plainVersion(etherj.version),
      })),
    },
    findings: findings.map((finding) => maskedFinding(finding, aliases)),
  }
}

const maskedFinding = ({ code, tone, files, values }: SetUpFinding, aliases: Aliases) => ({
  code,
  tone,
  files: files.map((file) => aliases.file(file)),
  values: plainValues(values),
})

export function maskedProgress({ steps, checkedAt }: SetUpProgress, aliases: Aliases) {
  return {
    checkedAt,
    steps: steps.map(({ step, state, provedAt, note, values }) => ({
      ...{ step, state, provedAt, note, values: plainValues(values) },
      ...(values['server'] ? { server: aliases.server(values['server']) } : {}),
    })),
  }
}

/** Without who asked, for which project, and what the server wrote: codes and times of our own remain. */
export function maskedCheck(report: CheckReport, aliases: Aliases) {
  const { origin, entry, kind, generation, state, reason, models, steps, problems, browser, checkedAt } =
    report
  return {
    server: aliases.server(origin ?? entry),
    ...{ kind, generation, state, reason, models, checkedAt },
    steps: steps.map(({ step, outcome, tookMs }) => ({ step, outcome, tookMs })),
    problems: problems.map(({ code }) => code),
    browser: browser && { outcome: browser.outcome, note: browser.note, status: browser.status },
  }
}

function plainValues(values: SetUpFinding['values']) {
  return Object.fromEntries(
    Object.entries(values).filter(([name, value]) => PLAIN_NAMES.has(name) && PLAIN_VALUE.test(value)),
  )
}
