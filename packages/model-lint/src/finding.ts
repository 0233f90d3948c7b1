import type { ModelFinding } from '@ohif-admin/contracts'

type Code = ModelFinding['code']
type Values = Readonly<Record<string, string | number>>

const finding = (severity: ModelFinding['severity'], code: Code, values: Values): ModelFinding => ({
  code,
  severity,
  values: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, shortened(String(value))])),
})

/** It is not sent. */
export const refuse = (code: Code, values: Values = {}): ModelFinding => finding('refuse', code, values)

/** It can be sent, and may not do what was meant. */
export const warn = (code: Code, values: Values = {}): ModelFinding => finding('warn', code, values)

/** What a file says of itself may be of any length; the sentence about it is not. */
const shortened = (text: string) => (text.length > 300 ? `${text.slice(0, 299)}…` : text)

/** Whether nothing among these keeps the model from being sent. */
export const maySend = (findings: readonly ModelFinding[]) =>
  findings.every(({ severity }) => severity !== 'refuse')
