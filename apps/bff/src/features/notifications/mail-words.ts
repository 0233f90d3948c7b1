import type { NoticeLanguage } from '@ohif-admin/contracts'
import de from './texts/de.json' with { type: 'json' }
import en from './texts/en.json' with { type: 'json' }

type Texts = Record<keyof typeof en, string>
const TEXTS: Readonly<Record<NoticeLanguage, Texts>> = { en, de }

/** The text of this name, with `{{…}}` filled in; numbers as the language writes them. */
export type Words = (name: keyof Texts, values?: Readonly<Record<string, string | number>>) => string

export function wordsIn(language: NoticeLanguage): Words {
  const number = new Intl.NumberFormat(language)
  return (name, values = {}) =>
    TEXTS[language][name].replaceAll(/\{\{(\w+)\}\}/g, (_whole, place: string) => {
      const value = values[place] ?? ''
      return typeof value === 'number' ? number.format(value) : value
    })
}
