import { LogCount, LogDensity, LogFiles, LogPage } from '@ohif-admin/contracts'
import type { Api, CallOptions, Query } from './api.ts'

/** The log explorer. Answers a pattern that cannot be used with `bad-request`, naming the field `text`. */
export function logApi({ read, url }: Api) {
  return {
    lines: (query: Query, options: CallOptions = {}) => read(LogPage, 'log/lines', { ...options, query }),
    files: (options: CallOptions = {}) => read(LogFiles, 'log/files', options),
    density: (query: Query, options: CallOptions = {}) =>
      read(LogDensity, 'log/density', { ...options, query }),
    /** How many lines match on one side of a place. */
    count: (query: Query, options: CallOptions = {}) => read(LogCount, 'log/count', { ...options, query }),
    /** Where the stream of a search is. */
    searchUrl: (query: Query) => url('log/search', query),
    /** Where the log is as a file, whole or filtered. */
    downloadUrl: (query: Query) => url('log/download', query),
  }
}
