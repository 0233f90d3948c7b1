import type { Readable } from 'node:stream'
import { UpstreamError } from './errors.ts'
import { paths } from './paths.ts'
import type { Transport } from './transport.ts'

/**
 * Never anything of a caller's: the call also takes a `path`, any folder the server may read (XNAT contract, log files).
 */
const BODY = '{"logFileSpec":"ohifviewer.log*","includeEmptyFiles":"false"}'

/**
 * The live and the dated logs of the viewer plugin as a zip archive, as it arrives; for site admins. The body must be
 * read to its end or destroyed. Throws `UpstreamError`; kind `unexpected` for anything but a zip.
 */
export async function downloadLogs(
  transport: Transport,
  session: string,
  { signal, timeoutMs }: { signal?: AbortSignal; timeoutMs: number },
): Promise<Readable> {
  const { contentType, body } = await transport.open({
    method: 'POST',
    path: paths.logDownload(),
    session,
    json: BODY,
    accept: 'application/zip, */*;q=0.5',
    timeoutMs,
    ...(signal ? { signal } : {}),
  })
  if (contentType.split(';', 1)[0]?.trim() === 'application/zip') return body
  body.on('error', () => undefined)
  body.destroy()
  throw new UpstreamError('unexpected', 'The log download is not a zip archive.')
}
