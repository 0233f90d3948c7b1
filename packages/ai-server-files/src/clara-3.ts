import { inComment, shellWord } from './quote.ts'
import { publicAddress, type Values } from './settings.ts'
import type { TextFile } from './text-file.ts'

/** The script that starts Clara Train 3.1, one container without Compose. */
export function clara3Files(values: Values): readonly TextFile[] {
  return [{ name: 'start-aiaa.sh', text: script(values), runs: true }]
}

function script(values: Values): string {
  const { port, workspace, remotePort, remoteWorkspace, image, gpus } = values
  // Docker reads the list as CSV: without quotes of its own the second id would be another option.
  const devices =
    gpus === 'all' ? 'all' : shellWord(gpus.includes(',') ? `"device=${gpus}"` : `device=${gpus}`)
  return `#!/bin/sh
# NVIDIA AIAA server (Clara Train 3.1, deprecated) for the OHIF viewer in XNAT.
# Browsers call it at ${inComment(publicAddress(values) ?? '')}
set -eu

# Port on this machine, and in the container.
LOCAL_PORT=${shellWord(port)}
REMOTE_PORT=${shellWord(remotePort)}
# Folder on this machine for models, sessions and inferences, and where the container sees it.
LOCAL_WORKSPACE=${shellWord(workspace)}
REMOTE_WORKSPACE=${shellWord(remoteWorkspace)}
IMAGE=${shellWord(image)}

docker run --gpus ${devices} --shm-size=1g --ulimit memlock=-1 --ulimit stack=67108864 \\
  -it -d --name aiaa-server --rm \\
  -p "$LOCAL_PORT:$REMOTE_PORT" -v "$LOCAL_WORKSPACE:$REMOTE_WORKSPACE" \\
  "$IMAGE" start_aas.sh --workspace "$REMOTE_WORKSPACE"
`
}
