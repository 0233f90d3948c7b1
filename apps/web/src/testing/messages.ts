import type { Branch } from '../i18n/messages.ts'

const FILES = import.meta.glob<{ default: Branch }>('../i18n/*/*.json', { eager: true })

/** Every text of one language, as if all pages had been opened. */
export function messagesOf(language: 'en' | 'de'): Branch[] {
  return Object.entries(FILES)
    .filter(([file]) => file.includes(`/${language}/`))
    .map(([, { default: branch }]) => branch)
}
