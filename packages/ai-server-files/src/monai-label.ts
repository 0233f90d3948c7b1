import { inComment, shellWord } from './quote.ts'
import { publicAddress, type Values } from './settings.ts'
import type { TextFile } from './text-file.ts'

/** The script that starts MONAI Label on a machine where it is installed. */
export function monaiLabelFiles(values: Values): readonly TextFile[] {
  return [{ name: 'start-monailabel.sh', text: script(values), runs: true }]
}

function script(values: Values): string {
  const { app, port, models, gpus, studies, xnatUrl, studiesFolder } = values
  const parts = [
    `#!/bin/sh
# MONAI Label server for the OHIF viewer in XNAT.
# Browsers call it at ${inComment(publicAddress(values) ?? '')}
set -eu
`,
    studies === 'xnat' ? xnatPart(values) : '',
    gpus === 'all' ? '' : `# The GPUs it may use.\nexport CUDA_VISIBLE_DEVICES=${shellWord(gpus)}\n`,
    signInPart(values),
    `# Every origin may call it, as it comes: restricting MONAI_LABEL_CORS_ORIGINS locks the viewer out.
exec monailabel start_server \\
  --app ${shellWord(app)} \\
  --studies ${shellWord(studies === 'xnat' ? xnatUrl : studiesFolder)} \\
  --host 0.0.0.0 --port ${shellWord(port)}${models === '' ? '' : ` \\\n  --conf models ${shellWord(models)}`}
`,
  ]
  return parts.filter((part) => part !== '').join('\n')
}

/** The account is asked for when the server starts, and stands in no file. */
function xnatPart({ xnatProjects }: Values): string {
  return `# Images come from XNAT. Without this line MONAI Label takes the address for a DICOMweb server.
export MONAI_LABEL_DATASTORE=xnat
# An XNAT account that may read the projects. Set both before you start, they are not kept in this file.
: "\${MONAI_LABEL_DATASTORE_USERNAME:?name of an XNAT account}"
: "\${MONAI_LABEL_DATASTORE_PASSWORD:?its password}"
export MONAI_LABEL_DATASTORE_USERNAME MONAI_LABEL_DATASTORE_PASSWORD
${xnatProjects === '' ? '' : `# Only these projects.\nexport MONAI_LABEL_DATASTORE_PROJECT=${shellWord(xnatProjects)}\n`}`
}

function signInPart({ auth, authRealm }: Values): string {
  if (auth === 'off') return ''
  return `# The viewer in XNAT sends no token: with these lines it cannot use this server.
export MONAI_LABEL_AUTH_ENABLE=true
export MONAI_LABEL_AUTH_REALM_URI=${shellWord(authRealm)}
`
}
