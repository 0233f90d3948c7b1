import type { MyNotices, NoticeChoices, NoticeKind } from '@ohif-admin/contracts'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { Button } from '../../ui/button.tsx'
import { CheckField } from '../../ui/check-field.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Segments } from '../../ui/segments.tsx'
import { noticeQueries, saveChoices } from './notifications.queries.ts'

type OwnChannel = 'browser' | 'email'

/** Which events, by which way. Nothing changes until it is saved. */
export function ChoicesForm({ mine }: { mine: MyNotices }) {
  const { t } = useI18n()
  const api = useApi()
  const queryClient = useQueryClient()
  const [draft, setDraft] = useState<NoticeChoices | null>(null)
  const choices = draft ?? mine.choices
  const save = useMutation({
    mutationFn: (wanted: NoticeChoices) => saveChoices(api, wanted),
    onSuccess: (saved) => {
      queryClient.setQueryData(noticeQueries.mine(api).queryKey, saved)
      setDraft(null)
    },
  })
  const change = (part: Partial<NoticeChoices>) => {
    save.reset()
    setDraft({ ...choices, ...part })
  }
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (draft) save.mutate(draft)
  }
  return (
    <form onSubmit={submit} aria-labelledby="notices-choices" className="card">
      <h2 id="notices-choices" className="border-b border-line px-4 py-2.5 font-semibold">
        {t('notices.choices')}
      </h2>
      <KindsTable mine={mine} choices={choices} onChange={change} />
      <div className="grid gap-4 border-t border-line px-4 py-3">
        {mine.mayHaveAllRuns && (
          <Segments
            label={t('notices.runs.label')}
            value={choices.runs}
            options={(['mine', 'all'] as const).map((value) => ({
              value,
              label: t(`notices.runs.${value}`),
            }))}
            onChange={(runs) => change({ runs })}
          />
        )}
        <CheckField
          label={t('notices.names.label')}
          hint={t('notices.names.hint')}
          checked={choices.names}
          onChange={(names) => change({ names })}
        />
        {save.isError && <ErrorNotice error={save.error} what={t('notices.notSaved')} />}
        <div className="flex items-center justify-end gap-2">
          <span role="status" className="text-sm text-ink-2">
            {save.isSuccess && !draft ? t('notices.saved') : ''}
          </span>
          {draft && <Button onClick={() => setDraft(null)}>{t('common.cancel')}</Button>}
          <Button type="submit" variant="primary" disabled={!draft || save.isPending}>
            {t('notices.save')}
          </Button>
        </div>
      </div>
    </form>
  )
}

interface KindsTableProps {
  mine: MyNotices
  choices: NoticeChoices
  onChange: (part: Partial<NoticeChoices>) => void
}

function KindsTable({ mine, choices, onChange }: KindsTableProps) {
  const { t } = useI18n()
  const mailable = mine.mail.state === 'ready' || choices.email.length > 0
  const toggle = (channel: OwnChannel, kind: NoticeKind, on: boolean) => {
    const others = choices[channel].filter((one) => one !== kind)
    onChange({ [channel]: on ? [...others, kind] : others })
  }
  return (
    <table className="w-full border-collapse text-sm">
      <thead>
        <tr className="border-b border-line text-left text-xs text-ink-2">
          <th scope="col" className="h-8 px-4 font-medium">
            {t('notices.column.what')}
          </th>
          {(['browser', 'email'] as const).map((channel) => (
            <th key={channel} scope="col" className="w-24 px-2 text-center font-medium">
              {t(`notices.channel.${channel}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {mine.kinds.map((kind) => (
          <tr key={kind} className="border-b border-line last:border-b-0 hover:bg-hover">
            <th scope="row" className="px-4 py-1.5 text-left font-normal">
              {t(`notices.kind.${kind}`)}
            </th>
            {(['browser', 'email'] as const).map((channel) => (
              <td key={channel} className="px-2 text-center">
                <label className="inline-flex size-7 cursor-pointer items-center justify-center">
                  <span className="sr-only">
                    {`${t(`notices.kind.${kind}`)}: ${t(`notices.channel.${channel}`)}`}
                  </span>
                  <input
                    type="checkbox"
                    checked={choices[channel].includes(kind)}
                    disabled={channel === 'email' && !mailable}
                    onChange={(event) => toggle(channel, kind, event.target.checked)}
                    className="size-4 accent-(--accent)"
                  />
                </label>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
