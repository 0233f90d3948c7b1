interface Opened {
  id: string
  label: string
  subjectId: string
  /** The project it is looked at in, and the one that owns it. */
  projectId: string
  ownerProjectId: string
}

/** Where XNAT opens the viewer on a session, below XNAT's root (context path included), as the plugin's pages link it. */
export function viewerUrl(root: string, { id, label, subjectId, projectId, ownerProjectId }: Opened): string {
  const query = new URLSearchParams({
    subjectId,
    projectId,
    experimentId: id,
    experimentLabel: label,
    ...(ownerProjectId === projectId ? {} : { parentProjectId: ownerProjectId }),
  })
  return `${root.replace(/\/+$/, '')}/VIEWER?${query}`
}
