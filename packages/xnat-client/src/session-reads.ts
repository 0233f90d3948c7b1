import { z } from 'zod'
import { parseJson } from './json.ts'
import { paths, queries } from './paths.ts'
import type { Transport } from './transport.ts'

const TIMEOUT_MS = 30_000

const text = z.string().default('')
const Listing = z.object({
  ResultSet: z.object({
    Result: z.array(
      z.object({
        ID: z.string().optional(),
        session_ID: z.string().optional(),
        URI: z.string().optional(),
        label: text,
        project: text,
        date: text,
        insert_date: text,
        xsiType: text,
        modality: text,
        subject_ID: text,
        subject_label: text,
      }),
    ),
  }),
})

/** A row of a listing of experiments, of image sessions or of any kind. */
export interface XnatExperiment {
  id: string
  label: string
  /** The owning project; with `any` kind the one it is listed in. */
  projectId: string
  date: string
  insertedAt: string
  xsiType: string
  /** Empty for other kinds, and now and then on real data. */
  modality: string
  subjectId: string
  subjectLabel: string
}

export interface ExperimentQuery {
  /** All projects the session's user can read when null. */
  project: string | null
  /** `starts`: what begins with the value, in any case. */
  by: 'ID' | 'label'
  match: 'is' | 'starts'
  value: string
  kind: 'image-session' | 'any'
}

/**
 * Experiments with this id or label, as XNAT lists them to the session's user. The filter is XNAT's own, which takes
 * `%` and `*` for anything and a comma for "or": for those letters it is asked wider and compared here.
 */
export async function findExperiments(
  transport: Transport,
  session: string,
  { project, by, match, value, kind }: ExperimentQuery,
): Promise<XnatExperiment[]> {
  const asked = value.replace(/[%*,]+/g, '%') + (match === 'starts' ? '%' : '')
  const form = kind === 'any' ? queries.experiments : queries.projectSessions
  const path = project === null ? paths.siteSessions() : paths.projectSessions(project)
  const call = {
    path: `${path}?${form}&${by}=${encodeURIComponent(asked)}`,
    session,
    timeoutMs: TIMEOUT_MS,
  }
  const { ResultSet } = parseJson(await transport.ask(call), Listing)
  const wanted = value.toLowerCase()
  return ResultSet.Result.flatMap((row) => {
    const id = row.ID ?? row.session_ID ?? row.URI?.split('/').at(-1)
    const named = by === 'ID' ? id : row.label
    const fits = match === 'is' ? named === value : named?.toLowerCase().startsWith(wanted)
    return id && fits ? [toExperiment(id, row)] : []
  })
}

type Row = z.infer<typeof Listing>['ResultSet']['Result'][number]

const toExperiment = (id: string, row: Row): XnatExperiment => ({
  id,
  label: row.label,
  projectId: row.project,
  date: row.date,
  insertedAt: row.insert_date,
  xsiType: row.xsiType,
  modality: row.modality,
  subjectId: row.subject_ID,
  subjectLabel: row.subject_label,
})

/** Values keep their type in an item, so a number can come where a text is usual. */
const scalar = z.union([z.string(), z.number(), z.boolean()]).optional().catch(undefined)
const Meta = z.looseObject({ 'xsi:type': z.string().default('') })
const Scan = z.object({
  meta: Meta,
  data_fields: z.looseObject({
    ID: scalar,
    type: scalar,
    series_description: scalar,
    modality: scalar,
    quality: scalar,
    frames: scalar,
  }),
})
const Child = z.object({ field: z.string(), items: z.array(z.unknown()) })
const Item = z.object({
  items: z.array(z.object({ meta: Meta, children: z.array(Child).default([]) })).min(1),
})

export interface XnatScan {
  id: string
  type: string
  description: string
  /** XNAT's type, such as `xnat:mrScanData`. */
  xsiType: string
  /** Empty where XNAT does not name one. */
  modality: string
  quality: string
  frames: number | null
}

/** The scans of a session, as its item lists them. Throws `UpstreamError`, of kind `refused` and 404 for no session. */
export async function sessionScans(
  transport: Transport,
  session: string,
  experiment: string,
): Promise<XnatScan[]> {
  const path = `${paths.experiment(experiment)}?${queries.item}`
  const item = parseJson(await transport.ask({ path, session, timeoutMs: TIMEOUT_MS }), Item)
  const children = item.items.flatMap((one) => one.children).filter(({ field }) => field === 'scans/scan')
  return children.flatMap(({ items }) =>
    items.flatMap((one) => {
      const scan = Scan.safeParse(one)
      return scan.success ? [toScan(scan.data)] : []
    }),
  )
}

function toScan({ meta, data_fields: fields }: z.infer<typeof Scan>): XnatScan {
  const say = (value: z.infer<typeof scalar>) => (value === undefined ? '' : String(value))
  const frames = fields.frames === undefined ? Number.NaN : Number(fields.frames)
  return {
    id: say(fields.ID),
    type: say(fields.type),
    description: say(fields.series_description),
    xsiType: meta['xsi:type'],
    modality: say(fields.modality),
    quality: say(fields.quality),
    frames: Number.isInteger(frames) && frames >= 0 ? frames : null,
  }
}
