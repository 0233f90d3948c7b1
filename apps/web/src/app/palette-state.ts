type Overlay = 'palette' | 'help' | null

let shown: Overlay = null
const listeners = new Set<() => void>()

function show(overlay: Overlay) {
  shown = overlay
  for (const listener of [...listeners]) listener()
}

/** Which overlay is open. A store of its own, because keys, header, menu and sheet all open them. */
export const overlayStore = {
  get: () => shown,
  subscribe(listener: () => void) {
    listeners.add(listener)
    return () => {
      listeners.delete(listener)
    }
  },
}

export const openPalette = () => show('palette')
export const openHelp = () => show('help')
export const closeOverlay = () => show(null)
