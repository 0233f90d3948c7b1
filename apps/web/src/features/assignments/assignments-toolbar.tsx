import { ChevronDown } from 'lucide-react'
import type { ComponentProps } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { visibleText } from '../../lib/visible-text.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { Menu, MenuItem, MenuLabel, MenuLine } from '../../ui/menu.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { ToggleButton } from '../../ui/toggle-button.tsx'
import type { AssignmentsView, BulkKind } from './assignments-view.ts'
import { SHOWN, type Shown } from './table-rows.ts'

interface AssignmentsToolbarProps {
  view: AssignmentsView
  counts: Record<Shown, number>
  matching: number
  selected: number
  mayEdit: boolean
  complete: boolean
  onView: (change: Partial<AssignmentsView>) => void
  onBulk: (kind: BulkKind) => void
}

/** Search, filters, and what can be done with many rows at once. All of it stands in the address. */
export function AssignmentsToolbar(props: AssignmentsToolbarProps) {
  const { view, counts, matching, selected, mayEdit, onView } = props
  const { t } = useI18n()
  return (
    <div className="flex flex-wrap items-center gap-2 border-b border-line p-2">
      <SearchField
        label={t('assignments.search')}
        value={view.search}
        onChange={(search) => onView({ search })}
      />
      <label className="text-sm">
        <span className="sr-only">{t('show.label')}</span>
        <select
          value={view.show}
          onChange={({ target }) => onView({ show: target.value as Shown })}
          className="h-8 max-w-full rounded-md border border-line-strong bg-surface px-2 text-sm"
        >
          {SHOWN.map((name) => (
            <option key={name} value={name}>
              {t('show.option', { what: t(`show.${name}`), count: counts[name] })}
            </option>
          ))}
        </select>
      </label>
      <ToggleButton pressed={view.group} onClick={() => onView({ group: !view.group })}>
        {t('assignments.group')}
      </ToggleButton>
      {view.server !== '' && (
        <Button size="sm" onClick={() => onView({ server: '' })} title={t('assignments.anyServer')}>
          {t('assignments.onlyServer', { server: visibleText(view.server) })} ×
        </Button>
      )}
      <span role="status" className="px-1 text-sm text-ink-2">
        {selected > 0
          ? t('assignments.selected', { count: selected })
          : t('assignments.matching', { count: matching, total: counts.all })}
      </span>
      <span className="ml-auto flex gap-2">
        {mayEdit && <BulkMenu {...props} />}
        <CsvMenu {...props} />
      </span>
    </div>
  )
}

function BulkMenu({ matching, selected, complete, onBulk }: AssignmentsToolbarProps) {
  const { t } = useI18n()
  const whom =
    selected > 0 ? t('bulk.onSelected', { count: selected }) : t('bulk.onMatching', { count: matching })
  return (
    <Menu trigger={<MenuButton disabled={!complete}>{t('bulk.menu')}</MenuButton>}>
      <MenuLabel>{whom}</MenuLabel>
      {(['set', 'replace', 'clear'] as const).map((kind) => (
        <MenuItem key={kind} onSelect={() => onBulk(kind)}>
          {t(`bulk.kind.${kind}`)}
        </MenuItem>
      ))}
      <MenuLine />
      <MenuItem onSelect={() => onBulk('jobs')}>{t('bulk.kind.jobs')}</MenuItem>
    </Menu>
  )
}

function CsvMenu({ mayEdit, onBulk }: AssignmentsToolbarProps) {
  const { t } = useI18n()
  const api = useApi()
  if (!mayEdit) {
    return (
      <a href={api.url('assignments/csv')} download className={buttonClass('secondary', 'md')}>
        {t('csv.download')}
      </a>
    )
  }
  return (
    <Menu trigger={<MenuButton>{t('csv.menu')}</MenuButton>}>
      <MenuItem onSelect={() => window.location.assign(api.url('assignments/csv'))}>
        {t('csv.download')}
      </MenuItem>
      <MenuItem onSelect={() => onBulk('csv')}>{t('csv.upload')}</MenuItem>
    </Menu>
  )
}

function MenuButton({ children, ...rest }: ComponentProps<typeof Button>) {
  return (
    <Button {...rest}>
      {children}
      <ChevronDown aria-hidden="true" className="size-4" />
    </Button>
  )
}
