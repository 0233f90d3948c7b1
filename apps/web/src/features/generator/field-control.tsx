import { CHOICES, EXAMPLES, type FieldName, type Problem } from '@ohif-admin/ai-server-files'
import { useState } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import type { MessageKey } from '../../i18n/translate.ts'
import { Field, inputClass } from '../../ui/field.tsx'
import { Segments } from '../../ui/segments.tsx'

interface FieldControlProps {
  name: FieldName
  value: string
  usual: string
  problem: Problem | undefined
  onChange: (text: string) => void
}

const isChoice = (name: FieldName): name is keyof typeof CHOICES => name in CHOICES

/** One field: what it is, what it says as it comes, and what is wrong with it as soon as somebody was there. */
export function FieldControl({ name, value, usual, problem, onChange }: FieldControlProps) {
  const { t } = useI18n()
  const [left, setLeft] = useState(false)
  const choiceLabel = (choice: string) => t(`generator.choice.${name}.${choice}` as MessageKey)
  const hint = [
    t(`generator.field.${name}.hint`),
    ...(usual === '' ? [] : [t('generator.default', { value: isChoice(name) ? choiceLabel(usual) : usual })]),
  ].join(' ')
  if (isChoice(name))
    return (
      <div className="grid min-w-0 gap-1">
        <Segments
          label={t(`generator.field.${name}.label`)}
          value={value}
          options={CHOICES[name].map((choice) => ({ value: choice as string, label: choiceLabel(choice) }))}
          onChange={onChange}
        />
        <p className="text-sm text-ink-2">{hint}</p>
      </div>
    )
  const shown = problem !== undefined && (value !== '' || left)
  return (
    <Field
      label={t(`generator.field.${name}.label`)}
      hint={hint}
      error={shown && t(`generator.problem.${problem}`)}
    >
      {(control) => (
        <input
          {...control}
          type="text"
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="none"
          maxLength={300}
          placeholder={EXAMPLES[name]}
          value={value}
          onBlur={() => setLeft(true)}
          onChange={(event) => onChange(event.target.value)}
          className={`${inputClass} font-mono text-sm`}
        />
      )}
    </Field>
  )
}
