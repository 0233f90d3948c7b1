import { useSyncExternalStore } from 'react'
import type { Preference } from '../lib/preferences.ts'
import en from './en.json' with { type: 'json' }
import { createTranslate, type Messages, type Translate } from './translate.ts'

type Language = Preference<'language'>

interface I18n {
  t: Translate
  /** For everything that `Intl` writes. */
  locale: Language
}

/** English comes with the page; another language is fetched when somebody wants it. */
const LOAD: Record<Exclude<Language, 'en'>, () => Promise<{ default: Messages }>> = {
  de: () => import('./de.json', { with: { type: 'json' } }),
}

let current: I18n = { t: createTranslate(en, 'en'), locale: 'en' }
const listeners = new Set<() => void>()

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}

/** Shows another language everywhere. Keeps the present one when the new one cannot be fetched. */
export async function switchLanguage(language: Language): Promise<void> {
  const messages = language === 'en' ? en : (await LOAD[language]().catch(() => null))?.default
  if (!messages) return
  current = { t: createTranslate(messages, language), locale: language }
  document.documentElement.lang = language
  for (const listener of [...listeners]) listener()
}

/** The texts of the page, in the language the reader chose. */
export function useI18n(): I18n {
  return useSyncExternalStore(subscribe, () => current)
}
