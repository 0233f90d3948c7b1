import { z } from 'zod'
import { parseJson } from './json.ts'
import { RowCutter } from './row-cutter.ts'
import type { Call, Transport } from './transport.ts'

/** What is left of a listing when one zero stands for its rows. */
const Frame = z.object({ ResultSet: z.object({ Result: z.array(z.literal(0)).max(1) }) })

/**
 * Reads a listing of XNAT as it arrives and gives each row by itself, checked: neither the text nor the whole table of a
 * large site is ever in memory. Throws `UpstreamError` as `ask` does, and of kind `unexpected` for an empty body, an HTML
 * page or another shape; some rows may have been given by then.
 */
export async function readListing<Schema extends z.ZodType>(
  transport: Pick<Transport, 'read'>,
  call: Call,
  { row, take }: { row: Schema; take: (row: z.infer<Schema>) => void },
): Promise<void> {
  const cutter = new RowCutter((text) => take(parseJson({ status: 200, text }, row)))
  const status = await transport.read(call, (bytes) => cutter.push(bytes))
  parseJson({ status, text: cutter.frame() }, Frame)
}
