/** Names in the address. `state`: only these sessions, or only projects that have some. */
export const COVERAGE_PARAMS = ['tab', 'project', 'state', 'q', 'sort', 'data'] as const
export type CoverageParams = { [Name in (typeof COVERAGE_PARAMS)[number]]?: string | undefined }
