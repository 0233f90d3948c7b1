import type { LogCursor } from '@ohif-admin/contracts'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { logApi } from '../../lib/log-api.ts'
import type { LogReader } from './log-reader.ts'
import { indexOfError } from './log-window.ts'

/** Answers without an error before the search for one is given up; each covers a large part of the log. */
const MAX_ASKED = 40

interface Options {
  reader: LogReader
  filter: Record<string, string>
  goTo: (cursor: LogCursor) => void
  say: (text: string) => void
}

/** Goes to the next error in either direction, in the rows at hand or far beyond them. */
export function useErrorSteps({ reader, filter, goTo, say }: Options) {
  const { t } = useI18n()
  const api = useApi()

  const beyond = async (step: 1 | -1): Promise<LogCursor | null> => {
    const { window } = reader.get()
    const side = step === 1 ? 'after' : 'before'
    let cursor = step === 1 ? window.after : window.before
    let more = step === 1 ? window.moreAfter : window.moreBefore
    for (let asked = 0; cursor !== null && more && asked < MAX_ASKED; asked += 1) {
      const page = await logApi(api).lines({ ...filter, levels: 'ERROR', cursor, side, limit: 1 })
      const found = page.rows.at(step === 1 ? 0 : -1)
      if (found) return found.cursor
      cursor = page[side]
      more = step === 1 ? page.moreAfter : page.moreBefore
    }
    return null
  }
  return (from: number, step: 1 | -1, go: (index: number) => void) => {
    const index = indexOfError(reader.get().window, from, step)
    if (index >= 0) return go(index)
    beyond(step).then(
      (cursor) => (cursor === null ? say(t('explorer.row.noError')) : goTo(cursor)),
      () => say(t('explorer.failed')),
    )
  }
}
