/** What the address of the page may say. */
export const ASSIGNMENT_PARAMS = [
  'q',
  'show',
  'server',
  'sort',
  'group',
  'place',
  'tab',
  'job',
  'bulk',
] as const
export type AssignmentParams = { [Name in (typeof ASSIGNMENT_PARAMS)[number]]?: string }
