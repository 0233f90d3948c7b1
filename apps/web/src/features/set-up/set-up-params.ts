/** Names in the address; `part` is the section that is open, `on` how XNAT is installed. */
export const SET_UP_PARAMS = ['part', 'on', 'project', 'server'] as const
export type SetUpParams = Partial<Record<(typeof SET_UP_PARAMS)[number], string>>

/** What every section of the page is given: its part of the address, and how to change it. */
export interface SetUpSectionProps {
  view: SetUpParams
  onView: (change: SetUpParams, options: { replace: boolean }) => void
}
