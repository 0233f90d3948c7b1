import { useSyncExternalStore } from 'react'
import type { Preference } from '../lib/preferences.ts'
import core from './en/core.json' with { type: 'json' }
import type { Branch, Part } from './messages.ts'
import { createTranslate, type Translate } from './translate.ts'

type Language = Preference<'language'>

interface I18n {
  t: Translate
  /** For everything that `Intl` writes. */
  locale: Language
}

/** The English core comes with the page; everything else is fetched when somebody wants it. */
const FILES = import.meta.glob<{ default: Branch }>(['./*/*.json', '!./en/core.json'])

const parts = new Set<Part>()
let branches: readonly Branch[] = [core]
let current: I18n = { t: createTranslate(branches, 'en'), locale: 'en' }
const listeners = new Set<() => void>()

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}

/** Shows another language everywhere. Keeps the present one when the new one cannot be fetched. */
export async function switchLanguage(language: Language): Promise<void> {
  if (language === current.locale) return
  const wanted = await Promise.all(['core' as const, ...parts].map((part) => load(language, part))).catch(
    () => null,
  )
  if (!wanted) return
  document.documentElement.lang = language
  show(language, wanted)
}

/** Gives what `page` gives, once the texts that it needs are there too. Rejects when they cannot be fetched. */
export async function withMessages<Page>(page: Promise<Page>, ...needed: Part[]): Promise<Page> {
  const missing = needed.filter((part) => !parts.has(part))
  const language = current.locale
  const more = await Promise.all(missing.map((part) => load(language, part)))
  // The reader may have changed the language meanwhile, and another page may have brought the same part.
  if (current.locale !== language) return withMessages(page, ...needed)
  for (const part of missing) parts.add(part)
  if (more.length > 0) show(language, [...branches, ...more])
  return page
}

async function load(language: Language, part: Part | 'core'): Promise<Branch> {
  if (language === 'en' && part === 'core') return core
  const file = FILES[`./${language}/${part}.json`]
  if (!file) throw new Error(`There is no file of texts ${language}/${part}.`)
  return (await file()).default
}

function show(locale: Language, texts: readonly Branch[]) {
  branches = texts
  current = { t: createTranslate(texts, locale), locale }
  for (const listener of [...listeners]) listener()
}

/** The texts of the page, in the language the reader chose. */
export function useI18n(): I18n {
  return useSyncExternalStore(subscribe, () => current)
}
