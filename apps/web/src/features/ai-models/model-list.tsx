import { foldText, type ManagedServer } from '@ohif-admin/contracts'
import { type ReactNode, useState } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { Empty } from '../../ui/empty.tsx'
import { ForeignText } from '../../ui/foreign-text.tsx'
import { SearchField } from '../../ui/search-field.tsx'

interface ModelListProps {
  models: ManagedServer['models']
  /** What can be done with one of them. */
  children?: (name: string) => ReactNode
}

/** The models of a server, each with what can be done with it. */
export function ModelList({ models, children }: ModelListProps) {
  const { t } = useI18n()
  const [search, setSearch] = useState('')
  const shown = models.filter(({ name, type }) =>
    [name, type].some((text) => foldText(text).includes(foldText(search))),
  )
  return (
    <section aria-label={t('models.list.title')} className="grid gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <h3 className="font-semibold">{t('models.list.title')}</h3>
        {models.length > 5 && (
          <SearchField label={t('models.list.search')} value={search} onChange={setSearch} />
        )}
        <span role="status" className="ml-auto text-sm text-ink-2">
          {t('models.list.count', { count: shown.length })}
        </span>
      </div>
      {models.length === 0 && <Empty title={t('models.list.none')}>{t('models.list.noneHint')}</Empty>}
      {models.length > 0 && shown.length === 0 && <Empty title={t('models.list.noMatch')} />}
      <ul className="divide-y divide-line rounded-md border border-line empty:hidden">
        {shown.map(({ name, type }) => (
          <li key={name} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2">
            <ForeignText className="min-w-0 font-mono text-sm break-all">{name}</ForeignText>
            <ForeignText className="text-sm text-ink-2">{type}</ForeignText>
            {children && <div className="ml-auto flex gap-2">{children(name)}</div>}
          </li>
        ))}
      </ul>
    </section>
  )
}
