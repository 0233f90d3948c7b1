import { type Assignment, type SaveAssignment, type SavedAssignment, SITE_PLACE } from '@ohif-admin/contracts'
import { useState } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { Button } from '../../ui/button.tsx'
import { Field, inputClass } from '../../ui/field.tsx'
import { Impact } from './impact.tsx'
import { ListDiff } from './list-diff.tsx'
import { SaveCheckFound } from './save-check.tsx'
import { SaveProblem } from './save-problem.tsx'
import { isAboutServer, useSave } from './use-save.ts'
import { sameList } from './words.ts'

interface SavePartProps {
  base: Assignment
  before: readonly string[]
  list: readonly string[]
  /** Every entry has been checked and may be saved. */
  valid: boolean
  siteName: string
  through?: SaveAssignment['through']
  onBase: (base: Assignment, list?: string[]) => void
  onSaved: (saved: SavedAssignment) => void
}

/** What saving would change, for whom, and saving. */
export function SavePart(props: SavePartProps) {
  const { base, before, list, valid, siteName, through = 'edit', onBase, onSaved } = props
  const { t } = useI18n()
  const [reason, setReason] = useState('')
  const [typed, setTyped] = useState('')
  const isSite = base.place === SITE_PLACE
  const { save, against } = useSave({ base, list, reason, through }, onSaved)
  const repairing = base.list !== 'set' && base.list !== 'never-set'
  if (sameList(before, list) && !repairing) return null
  const confirmed = !isSite || typed.trim() === siteName
  const explained = against === null || reason.trim() !== ''
  return (
    <form
      className="grid gap-4 border-t border-line pt-4"
      onSubmit={(event) => {
        event.preventDefault()
        if (valid && confirmed && explained) save.mutate()
      }}
    >
      <ListDiff before={before} after={list} />
      {valid && <Impact place={base.place} list={list} />}
      {against && <SaveCheckFound check={against} />}
      <Field label={t(against ? 'save.check.reason' : 'save.reason')}>
        {(control) => (
          <input
            {...control}
            type="text"
            maxLength={500}
            value={reason}
            onChange={({ target }) => setReason(target.value)}
            className={inputClass}
          />
        )}
      </Field>
      {isSite && (
        <Field label={t('save.typeName', { name: siteName })} hint={t('save.typeNameHint')}>
          {(control) => (
            <input
              {...control}
              type="text"
              autoComplete="off"
              value={typed}
              onChange={({ target }) => setTyped(target.value)}
              className={inputClass}
            />
          )}
        </Field>
      )}
      {save.isError && !isAboutServer(save.error) && (
        <SaveProblem error={save.error} base={base} list={list} onBase={onBase} />
      )}
      <div className="flex flex-wrap items-center justify-end gap-2">
        {!valid && <span className="text-sm text-ink-2">{t('save.notValid')}</span>}
        <Button
          type="submit"
          variant="primary"
          disabled={!valid || !confirmed || !explained || save.isPending}
        >
          {save.isPending ? t('save.pending') : t(against ? 'save.check.anyway' : 'save.confirm')}
        </Button>
      </div>
    </form>
  )
}
