import { type LogCursor, type LogFiles, LogLevel } from '@ohif-admin/contracts'
import { ArrowDownToLine, Download, WrapText } from 'lucide-react'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { logApi } from '../../lib/log-api.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { buttonClass } from '../../ui/button.tsx'
import { ToggleButton } from '../../ui/toggle-button.tsx'
import { GoTo } from './go-to.tsx'
import { LinkMenu } from './link-menu.tsx'
import { type LogView, linesFilterOf } from './log-view.ts'

interface LogToolbarProps {
  view: LogView
  /** None for a part of the log that is a place by itself. */
  sources: LogFiles['sources']
  wrap: boolean
  following: boolean
  onView: (change: Partial<LogView>) => void
  onTime: (time: string) => void
  onCursor: (cursor: LogCursor) => void
  onFollow: () => void
}

/** What is shown of the log, from where, and how. */
export function LogToolbar(props: LogToolbarProps) {
  const { view, sources, wrap, following, onView, onFollow } = props
  const { t } = useI18n()
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      {sources.length > 1 && <SourceChoice view={view} sources={sources} onView={onView} />}
      <Levels view={view} onView={onView} />
      <div className="flex flex-wrap items-center gap-2 lg:ml-auto">
        {sources.length > 0 && <GoTo sources={sources} onTime={props.onTime} onCursor={props.onCursor} />}
        <ToggleButton pressed={wrap} onClick={() => onView({ wrap: !wrap })}>
          <WrapText aria-hidden="true" className="size-3.5" />
          {t('explorer.view.wrap')}
        </ToggleButton>
        <Downloads view={view} />
        <ToggleButton pressed={following} onClick={onFollow}>
          <ArrowDownToLine aria-hidden="true" className="size-3.5" />
          {t(following ? 'explorer.view.following' : 'explorer.view.follow')}
        </ToggleButton>
      </div>
    </div>
  )
}

type PartProps = Pick<LogToolbarProps, 'view' | 'onView'>

function SourceChoice({ view, sources, onView }: PartProps & Pick<LogToolbarProps, 'sources'>) {
  const { t } = useI18n()
  return (
    <select
      aria-label={t('explorer.filter.source')}
      value={view.source ?? ''}
      onChange={(event) => onView({ source: event.target.value || undefined })}
      className="h-7 rounded-md border border-line-strong bg-surface px-1.5 text-sm"
    >
      <option value="">{t('explorer.filter.allSources')}</option>
      {sources.map(({ name }) => (
        <option key={name} value={name}>
          {visibleText(name)}
        </option>
      ))}
    </select>
  )
}

/** None pressed shows all of them, so that one press is enough to see errors only. */
function Levels({ view, onView }: PartProps) {
  const { t } = useI18n()
  const toggle = (level: LogLevel) =>
    onView({
      levels: LogLevel.options.filter((each) => view.levels.includes(each) !== (each === level)),
    })
  return (
    <fieldset className="flex flex-wrap gap-1">
      <legend className="sr-only">{t('explorer.filter.levels')}</legend>
      {LogLevel.options.toReversed().map((level) => (
        <ToggleButton key={level} pressed={view.levels.includes(level)} onClick={() => toggle(level)}>
          <span className="font-mono text-xs">{level}</span>
        </ToggleButton>
      ))}
    </fieldset>
  )
}

function Downloads({ view }: Pick<LogToolbarProps, 'view'>) {
  const { t } = useI18n()
  const api = useApi()
  const filter = linesFilterOf(view)
  const filtered = Object.keys(filter).length > 0
  const all = logApi(api).downloadUrl({})
  const content = (
    <>
      <Download aria-hidden="true" className="size-3.5" />
      <span className="max-sm:sr-only">{t('explorer.view.download')}</span>
    </>
  )
  if (!filtered) {
    return (
      <a href={all} download className={buttonClass('secondary', 'sm')}>
        {content}
      </a>
    )
  }
  const links = [
    { href: all, text: t('explorer.view.all') },
    { href: logApi(api).downloadUrl(filter), text: t('explorer.view.filtered') },
  ]
  return <LinkMenu links={links}>{content}</LinkMenu>
}
