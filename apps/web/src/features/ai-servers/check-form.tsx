import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Field, inputClass } from '../../ui/field.tsx'
import { aiServerQueries, startCheck } from './ai-servers.queries.ts'
import { CheckReportView } from './check-report.tsx'

interface CheckFormProps {
  entry: string
  /** A check that was made before, by whoever sent the address. */
  checkId: string | undefined
  onChecked: (entry: string, checkId: string) => void
}

/** Looks at the server behind an address, registered or not, and shows what was found step by step. */
export function CheckForm({ entry, checkId, onChecked }: CheckFormProps) {
  const { t } = useI18n()
  const api = useApi()
  const queryClient = useQueryClient()
  const [text, setText] = useState(entry)
  const kept = useQuery({ ...aiServerQueries.check(api, checkId ?? ''), enabled: checkId !== undefined })
  const check = useMutation({
    mutationFn: (wanted: string) => startCheck(api, wanted),
    onSuccess: (report) => {
      queryClient.setQueryData(aiServerQueries.check(api, report.id).queryKey, report)
      void queryClient.invalidateQueries({ queryKey: aiServerQueries.list(api).queryKey })
      onChecked(report.entry, report.id)
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (text.trim() !== '') check.mutate(text.trim())
  }
  const error = check.error ?? (checkId === undefined ? null : kept.error)
  return (
    <section aria-label={t('servers.check.title')} className="card grid gap-3 p-3">
      <form onSubmit={submit} className="flex flex-wrap items-end gap-2">
        <div className="min-w-60 flex-1">
          <Field label={t('servers.check.address')} hint={t('servers.check.hint')}>
            {(control) => (
              <input
                {...control}
                type="text"
                inputMode="url"
                spellCheck={false}
                maxLength={512}
                placeholder="https://ai.example.org:5000"
                value={text}
                onChange={(event) => setText(event.target.value)}
                className={`${inputClass} font-mono`}
              />
            )}
          </Field>
        </div>
        <Button type="submit" variant="primary" disabled={check.isPending} className="mb-6">
          {t(check.isPending ? 'servers.check.running' : 'servers.check.start')}
        </Button>
      </form>
      {error !== null && <ErrorNotice error={error} what={t('servers.check.failed')} />}
      {kept.data && !check.isPending && <CheckReportView report={kept.data} />}
    </section>
  )
}
