import type en from './en.json'

export type Messages = typeof en

type Paths<Branch> = {
  [Name in keyof Branch & string]: Branch[Name] extends string ? Name : `${Name}.${Paths<Branch[Name]>}`
}[keyof Branch & string]

type WithoutPlural<Key extends string> = Key extends `${infer Stem}_${'one' | 'other'}` ? Stem : Key

/** Where a text stands in the language files; a text with plural forms is named without them. */
export type MessageKey = WithoutPlural<Paths<Messages>>

type Values = Readonly<Record<string, string | number>>

/**
 * The text of `key` in the language at hand, with `{{name}}` filled from `values`. Numbers are written as the
 * language writes them; `count` chooses the plural form. Values are inserted as they are: they are not templates.
 */
export type Translate = (key: MessageKey, values?: Values) => string

const PLACEHOLDER = /\{\{(\w+)\}\}/g

/** A translator for one language. A key that the messages lack gives the key itself, so that the page still works. */
export function createTranslate(messages: Messages, locale: string): Translate {
  const plural = new Intl.PluralRules(locale)
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 })

  const find = (key: string): string | undefined => {
    let node: unknown = messages
    for (const name of key.split('.')) node = isBranch(node) ? node[name] : undefined
    return typeof node === 'string' ? node : undefined
  }

  return (key, values = {}) => {
    const count = values['count']
    const form = typeof count === 'number' ? find(`${key}_${plural.select(count)}`) : undefined
    const text = form ?? find(key) ?? find(`${key}_other`) ?? key
    return text.replace(PLACEHOLDER, (whole, name: string) => {
      const value = values[name]
      if (value === undefined) return whole
      return typeof value === 'number' ? number.format(value) : value
    })
  }
}

function isBranch(node: unknown): node is Record<string, unknown> {
  return typeof node === 'object' && node !== null
}
