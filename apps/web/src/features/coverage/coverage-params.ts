/** Names in the address. `state`: only these sessions, or only projects that have some. `scan`: one that is over. */
export const COVERAGE_PARAMS = ['tab', 'project', 'state', 'q', 'sort', 'data', 'scan'] as const
export type CoverageParams = { [Name in (typeof COVERAGE_PARAMS)[number]]?: string | undefined }
