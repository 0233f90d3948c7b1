import {
  type ProjectId,
  presetProblem,
  type SavedViewerSetting,
  sameViewerSetting,
  type ViewerSettingName,
  type ViewerSettingValue,
} from '@ohif-admin/contracts'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { ApiError } from '../../lib/api-error.ts'
import { Button } from '../../ui/button.tsx'
import { CheckField } from '../../ui/check-field.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Field, inputClass } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { PresetEditor } from './preset-editor.tsx'
import { SettingDiff } from './setting-diff.tsx'
import { presetsIn } from './setting-values.ts'
import { saveSetting } from './viewer-settings.queries.ts'

interface SettingFormProps {
  projectId: ProjectId
  name: ViewerSettingName
  value: ViewerSettingValue
  onSaved: (saved: SavedViewerSetting) => void
}

/** One setting: what it is to be, what that changes, and saving it if nobody else was faster. */
export function SettingForm({ projectId, name, value, onSaved }: SettingFormProps) {
  const { t } = useI18n()
  const api = useApi()
  const [seen, setSeen] = useState(value)
  const [draft, setDraft] = useState(() => draftOf(name, value))
  const [edition, setEdition] = useState(0)
  const [reason, setReason] = useState('')
  const save = useMutation({
    mutationFn: () => saveSetting(api, projectId, name, { value: draft, seen, reason: reason.trim() }),
    onSuccess: onSaved,
  })
  const theirs = save.error instanceof ApiError ? save.error.setting : undefined
  const settle = (base: ViewerSettingValue, wanted: typeof draft) => {
    setSeen(base)
    setDraft(wanted)
    setEdition(edition + 1)
    save.reset()
  }
  const list = typeof draft === 'boolean' ? [] : draft
  const valid = list.every((_, index) => presetProblem(list, index) === undefined)
  const changed = !sameViewerSetting(seen, draft)
  return (
    <form
      className="grid gap-4 p-4"
      onSubmit={(event) => {
        event.preventDefault()
        if (valid && changed) save.mutate()
      }}
    >
      {typeof draft === 'boolean' ? (
        <CheckField
          label={t('viewerSettings.name.multistack')}
          hint={t('viewerSettings.hint.multistack')}
          checked={draft}
          onChange={setDraft}
        />
      ) : (
        <PresetEditor key={edition} list={draft} onChange={setDraft} />
      )}
      {changed && (
        <section aria-label={t('viewerSettings.difference')} className="grid gap-2 border-t border-line pt-3">
          <SettingDiff before={seen} after={draft} />
        </section>
      )}
      <ReasonField value={reason} onChange={setReason} />
      {theirs !== undefined && (
        <Moved
          theirs={theirs}
          mine={seen}
          onTheirs={() => settle(theirs, draftOf(name, theirs))}
          onMine={() => settle(theirs, draft)}
        />
      )}
      {save.isError && theirs === undefined && (
        <ErrorNotice error={save.error} what={t('viewerSettings.notSaved')} />
      )}
      <div className="flex justify-end">
        <Button type="submit" variant="primary" disabled={!valid || !changed || save.isPending}>
          {t(save.isPending ? 'viewerSettings.saving' : 'viewerSettings.save')}
        </Button>
      </div>
    </form>
  )
}

function ReasonField({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  const { t } = useI18n()
  return (
    <Field label={t('viewerSettings.reason')}>
      {(control) => (
        <input
          {...control}
          type="text"
          maxLength={500}
          value={value}
          onChange={({ target }) => onChange(target.value)}
          className={inputClass}
        />
      )}
    </Field>
  )
}

interface MovedProps {
  theirs: ViewerSettingValue
  mine: ViewerSettingValue
  onTheirs: () => void
  onMine: () => void
}

/** Somebody was faster: what they did, and whose it is to be. */
function Moved({ theirs, mine, onTheirs, onMine }: MovedProps) {
  const { t } = useI18n()
  return (
    <Notice tone="attention" role="alert" title={t('error.setting-moved')}>
      <div className="mt-1 grid gap-2">
        <SettingDiff before={mine} after={theirs} />
        <div className="flex flex-wrap gap-2">
          <Button onClick={onTheirs}>{t('viewerSettings.theirs')}</Button>
          <Button onClick={onMine}>{t('viewerSettings.mine')}</Button>
        </div>
      </div>
    </Notice>
  )
}

const draftOf = (name: ViewerSettingName, value: ViewerSettingValue) =>
  name === 'multistack' ? value === true : [...presetsIn(value)]
