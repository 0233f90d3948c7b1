import type { Branch, Messages } from './messages.ts'

type Paths<Tree> = Tree extends unknown
  ? {
      [Name in keyof Tree & string]: Tree[Name] extends string ? Name : `${Name}.${Paths<Tree[Name]>}`
    }[keyof Tree & string]
  : never

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
export function createTranslate(branches: readonly Branch[], locale: string): Translate {
  const plural = new Intl.PluralRules(locale)
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 })

  const texts = new Map(branches.flatMap((branch) => flatten(branch)))

  return (key, values = {}) => {
    const count = values['count']
    const form = typeof count === 'number' ? texts.get(`${key}_${plural.select(count)}`) : undefined
    const text = form ?? texts.get(key) ?? texts.get(`${key}_other`) ?? key
    return text.replace(PLACEHOLDER, (whole, name: string) => {
      const value = values[name]
      if (value === undefined) return whole
      return typeof value === 'number' ? number.format(value) : value
    })
  }
}

/** Every text with its whole key; a name may itself have a dot in it. */
export function flatten(branch: Branch, prefix = ''): [key: string, text: string][] {
  return Object.entries(branch).flatMap(([name, node]) =>
    typeof node === 'string'
      ? [[prefix + name, node] as [string, string]]
      : flatten(node, `${prefix}${name}.`),
  )
}
