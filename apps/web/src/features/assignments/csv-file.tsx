import { useState } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { Field } from '../../ui/field.tsx'

/** More would be refused anyway, after it was sent. */
const MAX_BYTES = 2_000_000

/** A table from the person's disk. It is read here and sent as text. */
export function CsvFile({ onText }: { onText: (text: string) => void }) {
  const { t } = useI18n()
  const [problem, setProblem] = useState<string | false>(false)
  const take = async (file: File | undefined) => {
    onText('')
    setProblem(false)
    if (!file) return
    if (file.size > MAX_BYTES) setProblem(t('csv.tooLarge'))
    else onText(await file.text())
  }
  return (
    <Field label={t('csv.file')} hint={t('csv.hint')} error={problem}>
      {(control) => (
        <input
          {...control}
          type="file"
          accept=".csv,text/csv"
          onChange={({ target }) => void take(target.files?.[0])}
          className="text-sm file:mr-3 file:h-8 file:rounded-md file:border file:border-line-strong file:bg-surface file:px-3 file:text-base file:text-ink"
        />
      )}
    </Field>
  )
}
