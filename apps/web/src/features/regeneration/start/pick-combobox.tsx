import { ChevronsUpDown } from 'lucide-react'
import { useId } from 'react'
import { visibleText } from '../../../lib/visible-text.ts'
import { inputClass } from '../../../ui/field.tsx'
import type { Named } from '../search-projects.ts'
import { useCombobox } from '../use-combobox.ts'
import { PickOptions } from './pick-options.tsx'

interface PickComboboxProps<Item extends Named> {
  label: string
  items: readonly Item[]
  value: Item | null
  placeholder: string
  /** How many there are, or how many of them match. */
  counted: (found: number | null) => string
  onChange: (item: Item) => void
}

/** Picks one of thousands by typing any part of its id or title. */
export function PickCombobox<Item extends Named>(props: PickComboboxProps<Item>) {
  const { label, items, value, placeholder, counted, onChange } = props
  const id = useId()
  const { query, open, found, active, show, close, choose, onKeyDown } = useCombobox(items, onChange)
  const chosen = value ? visibleText(value.title) : ''
  return (
    <div className="relative">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
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
          placeholder={chosen || placeholder}
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
        <PickOptions
          id={id}
          label={label}
          found={found}
          active={active}
          selected={value?.id}
          onChoose={choose}
        />
      )}
      <p role="status" className="mt-1 text-xs text-ink-2">
        {counted(open ? found.length : null)}
      </p>
    </div>
  )
}
