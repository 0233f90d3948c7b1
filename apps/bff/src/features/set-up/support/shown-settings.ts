import { z } from 'zod'

/** Rules whose values say nothing about a site: numbers, choices, yes and no. */
const TELLS_NOTHING = new Set(['number', 'boolean', 'enum'])

/**
 * Settings for eyes outside the site: the value where its rule allows nothing personal, else `set` or `not set`. The rule
 * decides and not the name, so that a new setting is hidden until it is a number or a choice.
 */
export function shownSettings(shape: z.ZodRawShape, values: Readonly<Record<string, unknown>>) {
  return Object.fromEntries(
    Object.entries(shape).map(([name, rule]) => {
      const value = values[name]
      const plain =
        rule instanceof z.ZodType && TELLS_NOTHING.has(kindOf(rule)) && rule.meta()?.['secret'] !== true
      return [name, plain ? value : isSet(value) ? 'set' : 'not set']
    }),
  )
}

function kindOf(rule: z.ZodType): string {
  if (rule instanceof z.ZodDefault || rule instanceof z.ZodOptional) return kindOf(rule.unwrap() as z.ZodType)
  if (rule instanceof z.ZodPipe) return kindOf(rule.in as z.ZodType)
  return rule.def.type
}

const isSet = (value: unknown) =>
  value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0)
