import { z } from 'zod'

/** A server list as somebody saw it: its entries, null when XNAT has none, or that it could not be read. */
export const SeenList = z.union([z.array(z.string().max(4_000)).max(200), z.null(), z.literal('unreadable')])
export type SeenList = z.infer<typeof SeenList>

/** With `assignment-moved`: the three sides of the conflict. */
export const AssignmentMoved = z.object({
  /** What the sender saw. */
  base: SeenList,
  /** What the sender wants. */
  mine: z.array(z.string()),
  /** What XNAT has now. */
  theirs: SeenList,
  /** Who changed it and when, as far as anybody knows; the stamp is of XNAT's clock, without a zone. */
  by: z.string().nullable(),
  stamp: z.string().nullable(),
})
export type AssignmentMoved = z.infer<typeof AssignmentMoved>

/** What is wrong in a table that was brought along. Nothing of it is applied. */
export const CsvProblem = z.object({
  /** 1 is the first line of the file; null when it is about the file. */
  line: z.number().int().positive().nullable(),
  code: z.enum([
    'not-csv',
    'empty',
    'column-missing',
    'column-unknown',
    'column-twice',
    'wrong-width',
    'project-missing',
    'project-unknown',
    'project-twice',
    'entry-invalid',
    'too-many-rows',
  ]),
  /** The column, project or entry it is about. */
  about: z.string().nullable(),
})
export type CsvProblem = z.infer<typeof CsvProblem>

/**
 * What looking at a server found before its list was saved. `unknown`: nobody can say, because the console may not call it or
 * got no answer in time.
 */
export const SaveCheck = z.object({
  /** Null when the look did not end in time. */
  checkId: z.uuid().nullable(),
  verdict: z.enum(['ok', 'problems', 'unknown']),
})
export type SaveCheck = z.infer<typeof SaveCheck>

/** The look whose result was read, or that it did not end in time: the server is to be used all the same, for a reason. */
export const Despite = z
  .union([z.uuid(), z.literal('no-result')])
  .nullable()
  .default(null)

/** A server that is to be used and what the person's last look at it found; null when it was not looked at. */
export const ServerLook = z.object({ server: z.string(), check: SaveCheck.nullable() })
export type ServerLook = z.infer<typeof ServerLook>
