import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { findRunOf } from './find-run.ts'
import type { LogReader } from './log-reader.ts'
import { lineText, NO_FILTER, permalink, sessionIn } from './log-view.ts'
import type { OnRowAct } from './row-menu.tsx'
import type { OnLogView } from './use-explorer.ts'

interface Options {
  reader: LogReader
  /** Address of the log page. */
  logHref: string
  onView: OnLogView
  say: (text: string) => void
}

/** What the menu of a row does. */
export function useRowActs({ reader, logHref, onView, say }: Options): OnRowAct {
  const { t } = useI18n()
  const api = useApi()

  // The clipboard exists only on https and localhost.
  const copy = (text: string) =>
    (navigator.clipboard?.writeText(text) ?? Promise.reject(new Error('no clipboard'))).then(
      () => say(t('explorer.row.copied')),
      () => say(t('explorer.row.notCopied')),
    )
  return (act, row) => {
    const only = { ...NO_FILTER, cursor: row.cursor, time: undefined }
    const show = (filter: object) => onView({ ...only, ...filter }, { replace: false })
    switch (act) {
      case 'menu':
        return reader.hold()
      case 'copyLine':
        return void copy(lineText(row))
      case 'copyLink':
        return void copy(permalink(logHref, row.cursor))
      case 'around':
        return show({})
      case 'thisSession':
        return show({ session: sessionIn(row.message) ?? undefined })
      case 'thisThread':
        return show({ thread: row.thread })
      case 'thisRun':
        findRunOf(api, row).then(
          (run) => (run === null ? say(t('explorer.row.noRun')) : show({ run })),
          () => say(t('explorer.failed')),
        )
    }
  }
}
