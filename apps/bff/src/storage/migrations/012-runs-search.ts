import { foldText, RunCounts } from '@ohif-admin/contracts'
import type { Kysely } from 'kysely'
import type { Migration } from 'kysely/migration'

const TEXTS = ['title_text', 'label_text', 'by_text']
const NUMBERS = ['stored_count', 'troubled_count', 'repeated']
const AT_ONCE = 500

interface Before {
  id: string
  project_title: string | null
  target_label: string | null
  started_by: string
  counts: string
  state: string
}
interface Added {
  title_text: string | null
  label_text: string | null
  by_text: string | null
  stored_count: number
  troubled_count: number
  repeated: number | null
}

/**
 * What the list of runs is searched and ordered by, for the runs that are there too; and whether the next of a run that
 * repeats is written down.
 */
export function runsSearch(): Migration {
  return {
    async up(db: Kysely<unknown>) {
      for (const name of TEXTS) await db.schema.alterTable('runs').addColumn(name, 'text').execute()
      for (const name of NUMBERS) await db.schema.alterTable('runs').addColumn(name, 'integer').execute()
      const filled = db as Kysely<{ runs: Before & Added }>
      // Those that wait are repeated when their turn comes; what is over is history.
      await filled.updateTable('runs').set({ repeated: 1 }).where('state', '!=', 'queued').execute()
      await filled.schema.createIndex('runs_repeat').on('runs').columns(['repeat', 'repeated']).execute()
      await fill(filled)
    },
  }
}

async function fill(db: Kysely<{ runs: Before & Added }>): Promise<void> {
  for (let last = ''; ; ) {
    const rows = await db
      .selectFrom('runs')
      .select(['id', 'project_title', 'target_label', 'started_by', 'counts'])
      .where('id', '>', last)
      .orderBy('id')
      .limit(AT_ONCE)
      .execute()
    for (const row of rows) await db.updateTable('runs').set(added(row)).where('id', '=', row.id).execute()
    last = rows.at(-1)?.id ?? ''
    if (rows.length < AT_ONCE) return
  }
}

function added({
  project_title,
  target_label,
  started_by,
  counts,
}: Omit<Before, 'state'>): Omit<Added, 'repeated'> {
  const { stored, failed, silentFailure, unknown } = RunCounts.parse(JSON.parse(counts))
  return {
    title_text: project_title && foldText(project_title),
    label_text: target_label && foldText(target_label),
    by_text: foldText(started_by),
    stored_count: stored,
    troubled_count: failed + silentFailure + unknown,
  }
}
