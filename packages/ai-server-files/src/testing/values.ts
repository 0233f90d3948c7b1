import { defaultsOf, EXAMPLES, type Kind, type Values } from '../settings.ts'

/** Values of a kind that are all right, with a few of them changed. */
export function valuesOf(kind: Kind, changed: Partial<Values> = {}): Values {
  const defaults = defaultsOf(kind)
  const filled = Object.entries(defaults).map(([name, text]) => [
    name,
    text === '' && name !== 'xnatProjects' ? EXAMPLES[name as keyof Values] : text,
  ])
  return { ...defaults, ...Object.fromEntries(filled), ...changed }
}
