export { type Generated, generate } from './generate.ts'
export { type Problem, problemsOf } from './problems.ts'
export {
  CHOICES,
  defaultsOf,
  EXAMPLES,
  FIELD_NAMES,
  type FieldName,
  fieldsOf,
  KINDS,
  type Kind,
  publicAddress,
  type Values,
} from './settings.ts'
export type { Step, StepName } from './steps.ts'
export type { TextFile } from './text-file.ts'
export { type Warning, warningsOf } from './warnings.ts'
