import { AUDIT_ACTIONS, type AuditFilter, type AuditResult } from '@ohif-admin/contracts'
import { X } from 'lucide-react'
import { useI18n } from '../../i18n/i18n.ts'
import { usePreference } from '../../lib/preferences.ts'
import { Button } from '../../ui/button.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { fieldOf, instantOf, RESULTS } from './audit-view.ts'
import { actionWord } from './audit-words.ts'

interface AuditToolbarProps {
  filter: AuditFilter
  onFilter: (filter: AuditFilter) => void
}

const SELECT = 'h-8 max-w-full rounded-md border border-line-strong bg-surface px-2 text-sm'

/** Who, what, how it ended, on what, when. */
export function AuditToolbar({ filter, onFilter }: AuditToolbarProps) {
  const { t } = useI18n()
  const change = (part: AuditFilter) => onFilter(withoutEmpty({ ...filter, ...part }))
  return (
    <search
      className="flex flex-wrap items-end gap-2 border-b border-line p-2"
      aria-label={t('audit.filter.title')}
    >
      <SearchField
        label={t('audit.filter.target')}
        value={filter.target ?? ''}
        onChange={(target) => change({ target: target || undefined })}
      />
      <ActorField value={filter.actor ?? ''} onChange={(actor) => change({ actor: actor || undefined })} />
      <select
        aria-label={t('audit.filter.action')}
        value={filter.action ?? ''}
        onChange={(event) => change({ action: event.target.value || undefined })}
        className={SELECT}
      >
        <option value="">{t('audit.filter.anyAction')}</option>
        {AUDIT_ACTIONS.map((action) => (
          <option key={action} value={action}>
            {actionWord(action, t)}
          </option>
        ))}
      </select>
      <select
        aria-label={t('audit.filter.result')}
        value={filter.result ?? ''}
        onChange={(event) => change({ result: (event.target.value || undefined) as AuditResult | undefined })}
        className={SELECT}
      >
        <option value="">{t('audit.filter.anyResult')}</option>
        {RESULTS.map((result) => (
          <option key={result} value={result}>
            {t(`audit.result.${result}`)}
          </option>
        ))}
      </select>
      <div className="flex flex-wrap items-center gap-2">
        <TimeField name="from" filter={filter} onChange={change} />
        <TimeField name="to" filter={filter} onChange={change} />
      </div>
      {Object.keys(filter).length > 0 && (
        <Button size="sm" variant="quiet" onClick={() => onFilter({})}>
          <X aria-hidden="true" className="size-3.5" />
          {t('audit.filter.clear')}
        </Button>
      )}
    </search>
  )
}

function withoutEmpty(filter: AuditFilter): AuditFilter {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined))
}

function ActorField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { t } = useI18n()
  return (
    <input
      // A change from elsewhere, such as going back, begins a new field.
      key={value}
      aria-label={t('audit.filter.actor')}
      placeholder={t('audit.filter.actor')}
      defaultValue={value}
      maxLength={200}
      spellCheck={false}
      autoCapitalize="none"
      onBlur={(event) => event.target.value.trim() !== value && onChange(event.target.value.trim())}
      onKeyDown={(event) => event.key === 'Enter' && onChange(event.currentTarget.value.trim())}
      className={`${SELECT} w-36`}
    />
  )
}

interface TimeFieldProps {
  name: 'from' | 'to'
  filter: AuditFilter
  onChange: (part: AuditFilter) => void
}

function TimeField({ name, filter, onChange }: TimeFieldProps) {
  const { t } = useI18n()
  const utc = usePreference('zone') === 'utc'
  return (
    <label className="flex items-center gap-1.5 text-sm text-ink-2">
      {t(`audit.filter.${name}`)}
      <input
        type="datetime-local"
        value={fieldOf(filter[name], utc)}
        onChange={(event) => onChange({ [name]: instantOf(event.target.value, utc) })}
        className={SELECT}
      />
    </label>
  )
}
