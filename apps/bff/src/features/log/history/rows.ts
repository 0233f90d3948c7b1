import type { LogRow } from '@ohif-admin/contracts'
import { toRecordLine } from '../../../lib/log-lines.ts'
import type { SeenMarker } from '../../../lib/log-markers.ts'
import { formatCursor } from '../../../lib/log-tail/index.ts'
import type { FoundRecord } from './file-records.ts'
import type { SourceHistory } from './source-history.ts'

/** The first line of the plugin after a start of XNAT; the others of a start follow it. */
export const START_UP = 'OHIF Viewer XAPI initialised'

export function recordRows(
  history: SourceHistory,
  fileKey: string,
  { record }: Pick<FoundRecord, 'record'>,
  { masked, markers }: { masked: boolean; markers: boolean },
): LogRow[] {
  const line = {
    ...toRecordLine(record, { source: history.source, fileKey }, { masked }),
    source: history.source,
  }
  if (!markers || record.message !== START_UP) return [line]
  return [
    marker(history.source, { kind: 'restarted', bytes: null, fileKey, offset: record.offset }, record.at),
    line,
  ]
}

export function marker(source: string, { kind, bytes, ...position }: SeenMarker, at: string | null): LogRow {
  return { form: 'marker', cursor: formatCursor(source, position), source, kind, bytes, at }
}
