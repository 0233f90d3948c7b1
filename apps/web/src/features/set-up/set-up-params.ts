/** Names in the address; `part` is the section that is open, `on` how XNAT is installed, `kind` and `fields` which AI server is to be made. */
export const SET_UP_PARAMS = ['part', 'on', 'project', 'server', 'kind', 'fields'] as const
export type SetUpParams = { [Name in (typeof SET_UP_PARAMS)[number]]?: string | undefined }

/** What every section of the page is given: its part of the address, and how to change it. */
export interface SetUpSectionProps {
  view: SetUpParams
  onView: (change: SetUpParams, options: { replace: boolean }) => void
}
