import { type Finding, finding, type Known } from './finding.ts'
import { folderFindings } from './folder-findings.ts'
import { VIEWER_PLUGIN } from './installation.ts'
import { isAtLeast } from './versions.ts'

const ORDER: readonly Finding['tone'][] = ['bad', 'attention', 'unknown', 'neutral']

/** Everything that is wrong, doubtful or not known, worst first. Pure. */
export function findingsOf(known: Known): Finding[] {
  return [...xnatFindings(known), ...pluginFindings(known), ...folderFindings(known)].sort(
    (one, other) => ORDER.indexOf(one.tone) - ORDER.indexOf(other.tone),
  )
}

function xnatFindings({ installation: { away, startedAt }, folder }: Known): Finding[] {
  if (away) return [finding('xnat-away', 'unknown')]
  // It only matters for jars that may be newer.
  return startedAt === null && folder.jars.length > 0 ? [finding('start-unknown', 'unknown')] : []
}

function pluginFindings(known: Known): Finding[] {
  const { installation, plugin } = known
  if (installation.away) return []
  switch (plugin.state) {
    case 'unknown':
      return [finding('plugin-unknown', 'unknown')]
    case 'missing':
      return [missing(known)]
    default:
      return [...answerFindings(known), ...versionFindings(known), ...roiPlugins(known)]
  }
}

function missing({ folder }: Known): Finding {
  const files = folder.jars.filter(({ isViewer }) => isViewer).map(({ file }) => file)
  return files.length > 0 ? finding('plugin-not-loaded', 'bad', files) : finding('plugin-missing', 'bad')
}

function answerFindings({ plugin }: Known): Finding[] {
  const { state, listed } = plugin
  if (isAtLeast(listed, '3.0') === false && state === 'listed-only')
    return [finding('plugin-too-old', 'bad', [], { version: listed ?? '' })]
  return state === 'listed-only' ? [finding('plugin-silent', 'bad')] : []
}

function versionFindings({ installation, plugin, fit }: Known): Finding[] {
  const { listed, atLeast } = plugin
  const values = {
    plugin: atLeast && isAtLeast(listed, atLeast) === false ? atLeast : (listed ?? ''),
    xnat: installation.xnatVersion ?? '',
  }
  const found: Finding[] = []
  if (atLeast && isAtLeast(listed, atLeast) === false)
    found.push(finding('version-lags', 'neutral', [], { listed: listed ?? '', atLeast }))
  if (fit === 'xnat-too-old') found.push(finding('xnat-too-old', 'bad', [], values))
  if (fit === 'wants-bc-build') found.push(finding('wants-bc-build', 'attention', [], values))
  if (fit === 'unknown') found.push(finding('fit-unknown', 'unknown', [], values))
  return found
}

/** From 3.0 on its data type is the viewer's own: whoever else declares it is the old plugin. */
function roiPlugins({ installation: { plugins } }: Known): Finding[] {
  const others = (plugins ?? []).filter(
    ({ id, dataTypes }) => id !== VIEWER_PLUGIN && dataTypes.includes('icr:roiCollectionData'),
  )
  return others.map(({ id, version }) => finding('roi-plugin', 'bad', [], { id, version: version ?? '' }))
}
