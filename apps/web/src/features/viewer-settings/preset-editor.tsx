import { MAX_PRESET_LABEL, MAX_PRESETS, presetProblem, type RoiPreset } from '@ohif-admin/contracts'
import { Plus, X } from 'lucide-react'
import { useState } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { Button } from '../../ui/button.tsx'
import { inputClass } from '../../ui/field.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { colourOf, hexOf } from './setting-values.ts'

interface PresetEditorProps {
  list: readonly RoiPreset[]
  onChange: (list: RoiPreset[]) => void
}

const NEW: RoiPreset = { label: '', color: [255, 0, 0] }

/** Labels and colours, one a row; what is wrong with a label stands below it. */
export function PresetEditor({ list, onChange }: PresetEditorProps) {
  const { t } = useI18n()
  // Rows have no other name: a key that stays with its row keeps the focus where it is.
  const [keys, setKeys] = useState(() => list.map((_, index) => index))
  const [next, setNext] = useState(list.length)
  const add = () => {
    setKeys([...keys, next])
    setNext(next + 1)
    onChange([...list, NEW])
  }
  const remove = (index: number) => {
    setKeys(keys.toSpliced(index, 1))
    onChange(list.toSpliced(index, 1))
  }
  return (
    <div className="grid gap-2">
      <ol className="grid gap-2">
        {list.map((preset, index) => (
          <PresetRow
            key={keys[index]}
            preset={preset}
            number={index + 1}
            problem={presetProblem(list, index)}
            onChange={(changed) => onChange(list.with(index, changed))}
            onRemove={() => remove(index)}
          />
        ))}
      </ol>
      {list.length === 0 && <p className="text-ink-2">{t('viewerSettings.noPresets')}</p>}
      <div>
        <Button onClick={add} disabled={list.length >= MAX_PRESETS}>
          <Plus aria-hidden="true" className="size-4" />
          {t('viewerSettings.add')}
        </Button>
      </div>
    </div>
  )
}

interface PresetRowProps {
  preset: RoiPreset
  number: number
  problem: ReturnType<typeof presetProblem>
  onChange: (preset: RoiPreset) => void
  onRemove: () => void
}

function PresetRow({ preset, number, problem, onChange, onRemove }: PresetRowProps) {
  const { t } = useI18n()
  return (
    <li className="grid gap-1">
      <div className="flex items-center gap-2">
        <input
          type="color"
          aria-label={t('viewerSettings.colour', { number })}
          value={hexOf(preset)}
          onChange={({ target }) => onChange({ ...preset, color: colourOf(target.value) })}
          className="size-9 shrink-0 cursor-pointer rounded-md border border-line-strong bg-surface p-1"
        />
        <input
          type="text"
          aria-label={t('viewerSettings.label', { number })}
          aria-invalid={problem !== undefined && preset.label !== ''}
          maxLength={MAX_PRESET_LABEL}
          value={preset.label}
          onChange={({ target }) => onChange({ ...preset, label: target.value })}
          className={inputClass}
        />
        <IconButton label={t('viewerSettings.remove', { number })} onClick={onRemove}>
          <X aria-hidden="true" className="size-4" />
        </IconButton>
      </div>
      {problem && preset.label !== '' && (
        <p className="pl-11 text-sm text-bad">{t(`viewerSettings.problem.${problem}`)}</p>
      )}
    </li>
  )
}
