export type Json = Readonly<Record<string, unknown>>

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The object under a name; an empty one where there is none. */
export function part(of: Json, name: string): Json {
  const value = of[name]
  return isObject(value) ? value : {}
}
