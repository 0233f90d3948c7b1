import type { PluginJar, SetUpFinding } from '@ohif-admin/contracts'

/** How XNAT is installed: with its Compose project, or as a service of the machine. */
export const HOSTS = ['docker', 'service'] as const
export type Host = (typeof HOSTS)[number]

interface Place {
  /** The plugins folder as it stands in a command. */
  plugins: string
  sudo: string
  restart: string
}

export const PLACES: Readonly<Record<Host, Place>> = {
  docker: { plugins: 'xnat-data/home/plugins', sudo: '', restart: 'docker-compose restart xnat-web' },
  service: { plugins: '"$XNAT_HOME"/plugins', sudo: 'sudo ', restart: 'sudo service tomcat7 restart' },
}

/** A name as one word of a shell, whatever is in it; undefined for one that a terminal would act on. */
export function quoted(name: string): string | undefined {
  if (/[\p{Cc}\p{Cf}\u2028\u2029]/u.test(name)) return undefined
  return /^[A-Za-z0-9_.+-]+$/.test(name) && !name.startsWith('-')
    ? name
    : `'${name.replaceAll("'", "'\\''")}'`
}

/** What to type to put a finding right; empty when there is nothing to type. */
export function fixCommands(finding: SetUpFinding, jars: readonly PluginJar[], host: Host): string[] {
  const place = PLACES[host]
  switch (finding.code) {
    case 'plugin-not-loaded':
    case 'restart-needed':
    case 'restart-perhaps':
    case 'plugin-silent':
      return [place.restart]
    case 'jar-not-zip':
    case 'roi-plugin-jar':
      return moved(finding.files, place)
    case 'two-viewer-jars':
      return moved(allButNewest(finding.files, jars), place)
    case 'etherj-twice':
      return moved(notTheViewers(finding.files, jars), place)
    case 'jar-other-owner':
    case 'jar-not-readable':
      return owned(finding.files, place)
    default:
      return []
  }
}

/** Moved and not deleted: what was wrong may have been right after all. */
function moved(files: readonly string[], { plugins, sudo, restart }: Place): string[] {
  const names = files.map(quoted)
  if (names.length === 0 || names.includes(undefined)) return []
  return [
    `${sudo}mkdir -p ${plugins}-removed`,
    ...names.map((name) => `${sudo}mv ${plugins}/${name} ${plugins}-removed/`),
    restart,
  ]
}

function owned(files: readonly string[], { plugins }: Place): string[] {
  const names = files.map(quoted)
  if (names.includes(undefined)) return []
  return names.flatMap((name) => [
    `sudo chown --reference=${plugins} ${plugins}/${name}`,
    `sudo chmod 644 ${plugins}/${name}`,
  ])
}

const jarOf = (file: string, jars: readonly PluginJar[]) => jars.find((jar) => jar.file === file)

/** Nobody can say which to keep when a version is not known. */
function allButNewest(files: readonly string[], jars: readonly PluginJar[]): string[] {
  const versions = files.map((file) => ({ file, version: jarOf(file, jars)?.version ?? null }))
  const known = versions.filter((one): one is { file: string; version: string } => one.version !== null)
  if (known.length < versions.length || new Set(known.map(({ version }) => version)).size < known.length)
    return []
  const order = new Intl.Collator('en', { numeric: true })
  const [, ...older] = known.toSorted((one, other) => order.compare(other.version, one.version))
  return older.map(({ file }) => file)
}

/** The viewer brings the library along: the other jar has to go, or needs a build without it. */
function notTheViewers(files: readonly string[], jars: readonly PluginJar[]): string[] {
  const others = files.filter((file) => !jarOf(file, jars)?.isViewer)
  return others.length < files.length ? others : []
}
