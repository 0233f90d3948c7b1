/** The names under which the view stands in the address. */
export const AI_SERVER_PARAMS = [
  'q',
  'server',
  'tab',
  'entry',
  'check',
  'project',
  'find',
  'type',
  'label',
  'with',
] as const
export type AiServerParams = { [Name in (typeof AI_SERVER_PARAMS)[number]]?: string | undefined }
