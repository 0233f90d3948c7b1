import { useId } from 'react'
import { useI18n } from '../../../i18n/i18n.ts'
import { cx } from '../../../ui/cx.ts'

type Kind = 'bulk' | 'guided'

interface KindPickerProps {
  value: Kind
  /** Why there is no choice; null when there is one. */
  onlyGuided: 'session' | 'list' | null
  onChange: (kind: Kind) => void
}

/** Who drives the rebuild: XNAT in one piece, or the console session by session; each with what it means. */
export function KindPicker({ value, onlyGuided, onChange }: KindPickerProps) {
  const { t } = useI18n()
  const name = useId()
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 text-sm font-medium">{t('kind.title')}</legend>
      <div className="grid gap-2 sm:grid-cols-2">
        {(['bulk', 'guided'] as const).map((kind) => {
          const off = kind === 'bulk' && onlyGuided !== null
          return (
            <label
              key={kind}
              className={cx(
                'flex items-start gap-2 rounded-md border border-line-strong p-2.5 has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent',
                off ? 'bg-sunken' : 'cursor-pointer hover:bg-hover',
              )}
            >
              <input
                type="radio"
                name={name}
                checked={value === kind}
                disabled={off}
                onChange={() => onChange(kind)}
                className="mt-0.5 accent-(--accent)"
              />
              <span className="grid gap-0.5">
                <span className="text-sm font-medium">{t(`kind.${kind}`)}</span>
                <span className="text-sm text-ink-2">
                  {off ? t(`kind.only.${onlyGuided}`) : t(`kind.${kind}Hint`)}
                </span>
              </span>
            </label>
          )
        })}
      </div>
    </fieldset>
  )
}
