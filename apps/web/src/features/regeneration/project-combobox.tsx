import type { ListedProject } from '@ohif-admin/contracts'
import { ChevronsUpDown } from 'lucide-react'
import { useId } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { inputClass } from '../../ui/field.tsx'
import { ProjectOptions } from './project-options.tsx'
import { useCombobox } from './use-combobox.ts'

interface ProjectComboboxProps {
  projects: readonly ListedProject[]
  value: ListedProject | null
  onChange: (project: ListedProject) => void
}

/** Picks one project of thousands by typing any part of its id or title. */
export function ProjectCombobox({ projects, value, onChange }: ProjectComboboxProps) {
  const { t } = useI18n()
  const id = useId()
  const { query, open, found, active, show, close, choose, onKeyDown } = useCombobox(projects, onChange)
  const chosen = value ? visibleText(value.title) : ''
  const count = projects.length
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
          placeholder={chosen || t('project.placeholder', { count })}
          value={query ?? chosen}
          onChange={(event) => show(event.target.value)}
          onClick={() => open || show('')}
          onBlur={close}
          onKeyDown={onKeyDown}
          className={`${inputClass} pr-9`}
        />
        <ChevronsUpDown
          aria-hidden="true"
          className="pointer-events-none absolute top-2.5 right-2.5 size-4 text-ink-2"
        />
      </div>
      {open && (
        <ProjectOptions id={id} found={found} active={active} selected={value?.id} onChoose={choose} />
      )}
      <p role="status" className="mt-1 text-xs text-ink-2">
        {open ? t('project.found', { count: found.length, total: count }) : t('project.count', { count })}
      </p>
    </div>
  )
}
