import type { ExaminedJar } from '../jars/examine-jar.ts'
import { type Finding, finding, type Known } from './finding.ts'

const names = (jars: readonly ExaminedJar[]) => jars.map(({ file }) => file)

/** What the folder says: of each jar, and of the jars beside each other. */
export function folderFindings(known: Known): Finding[] {
  const { folder } = known
  switch (folder.state) {
    case 'not-configured':
      return [finding('folder-not-configured', 'unknown')]
    case 'missing':
    case 'not-a-folder':
      return [finding('folder-missing', 'unknown')]
    case 'unreadable':
    case 'too-slow':
      return [finding('folder-unreadable', 'unknown')]
    case 'read':
      return [
        ...togetherFindings(known),
        ...startFindings(known),
        ...folder.jars.flatMap((jar) => ofOne(jar, known)),
      ]
  }
}

function togetherFindings({ folder: { jars, left }, plugin }: Known): Finding[] {
  const viewers = jars.filter(({ isViewer }) => isViewer)
  const roi = jars.filter(({ isRoiPlugin }) => isRoiPlugin)
  const etherj = jars.filter((jar) => jar.etherj !== null)
  const versions = etherj.map((jar) => `${jar.file}: ${jar.etherj?.version ?? '?'}`).join(', ')
  const runs = plugin.state === 'answers' || plugin.state === 'listed-only'
  return [
    ...(viewers.length > 1 ? [finding('two-viewer-jars', 'bad', names(viewers))] : []),
    ...(roi.length > 0 ? [finding('roi-plugin-jar', 'bad', names(roi))] : []),
    ...(etherj.length > 1 ? [finding('etherj-twice', 'bad', names(etherj), { versions })] : []),
    ...(runs && viewers.length === 0 && left === 0 ? [finding('viewer-jar-elsewhere', 'attention')] : []),
    ...(left > 0 ? [finding('jars-left', 'unknown', [], { count: String(left) })] : []),
  ]
}

/** Clocks of two machines, and seconds that a file system rounds to. */
const CLOCK_SLACK_MS = 2_000

/** A jar that came after XNAT's start is not the one that runs. That a plugin does not run at all is said with the plugin. */
function startFindings({ installation: { startedAt }, plugin, folder }: Known): Finding[] {
  if (startedAt === null) return []
  const jars = folder.jars.filter(({ isViewer }) => !(isViewer && plugin.state === 'missing'))
  const after = (at: number | null) => at !== null && at > startedAt + CLOCK_SLACK_MS
  const written = jars.filter(({ writtenAt }) => after(writtenAt))
  const placed = jars.filter(({ writtenAt, placedAt }) => !after(writtenAt) && after(placedAt))
  return [
    ...(written.length > 0 ? [finding('restart-needed', 'bad', names(written))] : []),
    ...(placed.length > 0 ? [finding('restart-perhaps', 'attention', names(placed))] : []),
  ]
}

const READ_BY_OTHERS = 0o004
const ROOT = 0

function ofOne(jar: ExaminedJar, { folder }: Known): Finding[] {
  const { file, state, obstacle, looksLike, strangeNames, owner } = jar
  const found: Finding[] = []
  if (state === 'not-a-zip')
    found.push(finding('jar-not-zip', 'bad', [file], { looksLike: looksLike ?? 'other' }))
  if (obstacle) found.push(finding('jar-not-examined', 'unknown', [file], { obstacle }))
  if (strangeNames > 0)
    found.push(finding('jar-strange-names', 'attention', [file], { count: String(strangeNames) }))
  if (owner && folder.owner && owner.uid !== folder.owner.uid) {
    const values = {
      uid: String(owner.uid),
      folderUid: String(folder.owner.uid),
      mode: owner.mode.toString(8),
    }
    const readable = (owner.mode & READ_BY_OTHERS) !== 0
    if (!readable) found.push(finding('jar-not-readable', 'bad', [file], values))
    // XNAT reads it all the same; whoever replaces it as XNAT's user cannot.
    else if (owner.uid === ROOT) found.push(finding('jar-other-owner', 'attention', [file], values))
  }
  return found
}
