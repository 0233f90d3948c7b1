import { useI18n } from '../../../i18n/i18n.ts'
import { visibleText } from '../../../lib/visible-text.ts'
import { Field, inputClass } from '../../../ui/field.tsx'

interface ConfirmFieldProps {
  /** What has to be typed. */
  name: string
  value: string
  onChange: (value: string) => void
}

/** A name to type, so that nobody rebuilds a whole site by a slip. */
export function ConfirmField({ name, value, onChange }: ConfirmFieldProps) {
  const { t } = useI18n()
  return (
    <Field label={t('start.typeName', { name: visibleText(name) })} hint={t('start.typeNameHint')}>
      {(control) => (
        <input
          {...control}
          type="text"
          autoComplete="off"
          spellCheck={false}
          value={value}
          maxLength={200}
          onChange={(event) => onChange(event.target.value)}
          className={inputClass}
        />
      )}
    </Field>
  )
}
