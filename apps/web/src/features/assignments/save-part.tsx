import {
  type Assignment,
  type SaveAssignment,
  type SavedAssignment,
  SITE_PLACE,
  seenOf,
} from '@ohif-admin/contracts'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { Button } from '../../ui/button.tsx'
import { Field, inputClass } from '../../ui/field.tsx'
import { applyAssignment, assignmentChanges, assignmentQueries } from './assignments.queries.ts'
import { Impact } from './impact.tsx'
import { ListDiff } from './list-diff.tsx'
import { SaveProblem } from './save-problem.tsx'
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
  const api = useApi()
  const client = useQueryClient()
  const [reason, setReason] = useState('')
  const [typed, setTyped] = useState('')
  const isSite = base.place === SITE_PLACE
  const save = useMutation({
    mutationFn: () =>
      assignmentChanges.save(api, base.place, { list: [...list], seen: seenOf(base), reason, through }),
    onSuccess: (saved) => {
      applyAssignment(client, saved.assignment)
      // The site's list decides what every project without one of its own gets.
      if (isSite) void client.invalidateQueries({ queryKey: assignmentQueries.listing(api).queryKey })
      void client.invalidateQueries({ queryKey: assignmentQueries.history(api, base.place).queryKey })
      onSaved(saved)
    },
  })
  const repairing = base.list !== 'set' && base.list !== 'never-set'
  if (sameList(before, list) && !repairing) return null
  const confirmed = !isSite || typed.trim() === siteName
  return (
    <form
      className="grid gap-4 border-t border-line pt-4"
      onSubmit={(event) => {
        event.preventDefault()
        if (valid && confirmed) save.mutate()
      }}
    >
      <ListDiff before={before} after={list} />
      {valid && <Impact place={base.place} list={list} />}
      <Field label={t('save.reason')}>
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
      {save.isError && <SaveProblem error={save.error} base={base} list={list} onBase={onBase} />}
      <div className="flex flex-wrap items-center justify-end gap-2">
        {!valid && <span className="text-sm text-ink-2">{t('save.notValid')}</span>}
        <Button type="submit" variant="primary" disabled={!valid || !confirmed || save.isPending}>
          {save.isPending ? t('save.pending') : t('save.confirm')}
        </Button>
      </div>
    </form>
  )
}
