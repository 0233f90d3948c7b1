import type { ListedProject } from '@ohif-admin/contracts'
import { ChevronsUpDown } from 'lucide-react'
import { type KeyboardEvent, useDeferredValue, useId, useMemo, useState } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { inputClass } from '../../ui/field.tsx'
import { ProjectOptions } from './project-options.tsx'
import { searchProjects } from './search-projects.ts'

interface ProjectComboboxProps {
  projects: readonly ListedProject[]
  value: ListedProject | null
  onChange: (project: ListedProject) => void
}

const PAGE = 8

/** Where a key moves the active option to; undefined when the key does something else. */
function moved(key: string, active: number, count: number): number | undefined {
  const to = { ArrowDown: active + 1, ArrowUp: active - 1, PageDown: active + PAGE, PageUp: active - PAGE }[key]
  return to === undefined ? undefined : Math.min(Math.max(to, 0), Math.max(0, count - 1))
}

/** Picks one project of thousands by typing any part of its id or title. */
export function ProjectCombobox({ projects, value, onChange }: ProjectComboboxProps) {
  const { t } = useI18n()
  const id = useId()
  const [query, setQuery] = useState<string | null>(null)
  const [active, setActive] = useState(0)
  const open = query !== null
  const deferred = useDeferredValue(query ?? '')
  const found = useMemo(() => searchProjects(projects, deferred), [projects, deferred])

  const choose = (project: ListedProject | undefined) => {
    if (!project) return
    onChange(project)
    setQuery(null)
  }
  const show = (text: string) => {
    setQuery(text)
    setActive(0)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const to = moved(event.key, active, found.length)
    if (to !== undefined) {
      event.preventDefault()
      if (open) setActive(to)
      else show('')
    } else if (event.key === 'Enter' && open) {
      event.preventDefault()
      choose(found[active])
    } else if (event.key === 'Escape' && open) {
      event.preventDefault()
      setQuery(null)
    }
  }

  return (
    <div className="relative">
      <label htmlFor={id} className="text-sm font-medium">
        {t('project.label')}
      </label>
      <div className="relative mt-1">
        <input
          id={id}
          role="combobox"
          aria-expanded={open}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={open && found[active] ? `${id}-${active}` : undefined}
          autoComplete="off"
          spellCheck={false}
          placeholder={value ? visibleText(value.title) : t('project.placeholder', { count: projects.length })}
          value={query ?? (value ? visibleText(value.title) : '')}
          onChange={(event) => show(event.target.value)}
          onClick={() => open || show('')}
          onBlur={() => setQuery(null)}
          onKeyDown={onKeyDown}
          className={`${inputClass} pr-9`}
        />
        <ChevronsUpDown aria-hidden="true" className="pointer-events-none absolute top-2.5 right-2.5 size-4 text-ink-2" />
      </div>
      {open && <ProjectOptions id={id} found={found} active={active} selected={value?.id} onChoose={choose} />}
      <p role="status" className="mt-1 text-xs text-ink-2">
        {open ? t('project.found', { count: found.length, total: projects.length }) : t('project.count', { count: projects.length })}
      </p>
    </div>
  )
}
