const NAME = 'ohif-admin.sign-out'

/** Tells the other tabs of this browser that the sign-in they share is over. */
export function announceSignOut(): void {
  const channel = new BroadcastChannel(NAME)
  channel.postMessage(null)
  channel.close()
}

/** Calls `then` when another tab signs out. */
export function onSignOutElsewhere(then: () => void): void {
  new BroadcastChannel(NAME).onmessage = then
}
