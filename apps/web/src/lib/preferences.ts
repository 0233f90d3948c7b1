import { useSyncExternalStore } from 'react'

/** What a person chose for this browser. Nothing here is secret, and nothing here is needed to work. */
const CHOICES = {
  theme: ['system', 'light', 'dark'],
  zone: ['browser', 'utc'],
  language: ['en', 'de'],
  keys: ['on', 'off'],
  installation: ['docker', 'service'],
} as const

type Choices = typeof CHOICES
export type PreferenceName = keyof Choices
export type Preference<Name extends PreferenceName> = Choices[Name][number]

const listeners = new Set<() => void>()

function storageKey(name: PreferenceName) {
  return `ohif-admin.${name}`
}

/** The stored choice, else the first one; for the language, else what the browser asks for. */
export function readPreference<Name extends PreferenceName>(name: Name): Preference<Name> {
  const choices: readonly string[] = CHOICES[name]
  let stored: string | null = null
  try {
    stored = localStorage.getItem(storageKey(name))
  } catch {
    // Storage can be switched off; the defaults then stand.
  }
  const wished = stored ?? (name === 'language' ? navigator.language.slice(0, 2) : '')
  return (choices.includes(wished) ? wished : choices[0]) as Preference<Name>
}

export function writePreference<Name extends PreferenceName>(name: Name, value: Preference<Name>): void {
  try {
    localStorage.setItem(storageKey(name), value)
  } catch {
    return
  }
  for (const listener of [...listeners]) listener()
}

/**
 * Does something that may empty the browser's storage, as signing out does, and puts the choices back: which theme
 * a browser shows is nobody's secret.
 */
export async function keepPreferences(action: () => Promise<void>): Promise<void> {
  const names = Object.keys(CHOICES) as PreferenceName[]
  const kept = names.map((name) => [name, readPreference(name)] as const)
  await action()
  for (const [name, value] of kept) writePreference(name, value)
}

/** Tells when a preference changes, in this tab or in another one. */
export function onPreferenceChange(listener: () => void): () => void {
  listeners.add(listener)
  window.addEventListener('storage', listener)
  return () => {
    listeners.delete(listener)
    window.removeEventListener('storage', listener)
  }
}

export function usePreference<Name extends PreferenceName>(name: Name): Preference<Name> {
  return useSyncExternalStore(onPreferenceChange, () => readPreference(name))
}

export { CHOICES as PREFERENCE_CHOICES }
