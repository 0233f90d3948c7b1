import type { LogRow, RunId } from '@ohif-admin/contracts'
import type { Api } from '../../lib/api.ts'
import { logApi } from '../../lib/log-api.ts'
import { runsApi } from '../../lib/runs-api.ts'

/** How many of the newest runs are asked for the line. */
const RUNS_ASKED = 12

/**
 * The run a line belongs to; null when none of the newest runs has it. Where a run begins and ends in the log is
 * known to the server only, so each is asked whether the line is among its own.
 */
export async function findRunOf(api: Api, row: LogRow): Promise<RunId | null> {
  const { runs } = await runsApi(api).list(RUNS_ASKED)
  for (const { id, logSource } of runs) {
    if (logSource !== null && logSource !== row.source) continue
    const page = await logApi(api).lines({ runId: id, cursor: row.cursor, side: 'after', limit: 1 })
    if (page.rows.some(({ cursor }) => cursor === row.cursor)) return id
  }
  return null
}
