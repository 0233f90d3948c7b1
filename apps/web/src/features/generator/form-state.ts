import {
  defaultsOf,
  FIELD_NAMES,
  type FieldName,
  KINDS,
  type Kind,
  type Values,
} from '@ohif-admin/ai-server-files'

/** What stands in the form: the kind, and the fields that somebody has changed. */
export interface FormState {
  kind: Kind
  changed: Partial<Values>
}

const MAX_FIELD = 300

/** The form as the address has it. Anybody can write an address: what makes no sense in it is left out. */
export function readForm(kind: string | undefined, fields: string | undefined): FormState {
  const known = new URLSearchParams(fields ?? '')
  const changed = FIELD_NAMES.flatMap((name) => {
    const text = known.get(name)
    return text === null || text.length > MAX_FIELD ? [] : [[name, text] as const]
  })
  return { kind: KINDS.find((one) => one === kind) ?? 'clara-triton', changed: Object.fromEntries(changed) }
}

/** For the address: only what differs from the defaults. */
export function writeForm({ kind, changed }: FormState): { kind: string; fields: string | undefined } {
  const defaults = defaultsOf(kind)
  const different = Object.entries(changed).filter(([name, text]) => defaults[name as FieldName] !== text)
  return { kind, fields: new URLSearchParams(different).toString() || undefined }
}

export function valuesIn({ kind, changed }: FormState): Values {
  return { ...defaultsOf(kind), ...changed }
}

/** Another kind of server. What was typed stays, unless the field means something else there: its default differs. */
export function withKind({ kind: old, changed }: FormState, kind: Kind): FormState {
  const [before, after] = [defaultsOf(old), defaultsOf(kind)]
  const kept = Object.entries(changed).filter(
    ([name]) => before[name as FieldName] === after[name as FieldName],
  )
  return { kind, changed: Object.fromEntries(kept) }
}
