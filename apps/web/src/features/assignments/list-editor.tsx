import { type Assignment, MAX_ENTRIES, type SavedAssignment, SITE_PLACE } from '@ohif-admin/contracts'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { useRested } from '../../lib/use-rested.ts'
import { randomUuid } from '../../lib/uuid.ts'
import { Button } from '../../ui/button.tsx'
import { assignmentQueries } from './assignments.queries.ts'
import { EntryField } from './entry-field.tsx'
import { SavePart } from './save-part.tsx'
import { sameList } from './words.ts'

interface ListEditorProps {
  /** The list as the person saw it when they began. */
  base: Assignment
  /** What stands in the fields at first. */
  start: readonly string[]
  siteName: string
  /** Goes on from another list, with its own entries or these. */
  onBase: (base: Assignment, list?: string[]) => void
  onSaved: (saved: SavedAssignment) => void
}

interface Draft {
  id: string
  text: string
}

const REST_MS = 250
const draftOf = (text: string): Draft => ({ id: randomUuid(), text })

/** The ordered list. Its first entry is the one that counts, and it is shown so. */
export function ListEditor({ base, start, siteName, onBase, onSaved }: ListEditorProps) {
  const { t } = useI18n()
  const api = useApi()
  const [drafts, setDrafts] = useState<readonly Draft[]>(() => start.map(draftOf))
  const list = drafts.map(({ text }) => text)
  const rested = useRested(list, REST_MS, sameList)
  const check = useQuery({ ...assignmentQueries.check(api, rested), placeholderData: keepPreviousData })
  const isSite = base.place === SITE_PLACE
  const before = base.entries.map(({ text }) => text)
  const checked = sameList(list, rested) && !check.isPlaceholderData ? check.data : undefined

  const set = (id: string, text: string) =>
    setDrafts((now) => now.map((draft) => (draft.id === id ? { id, text } : draft)))
  const move = (index: number, by: 1 | -1) =>
    setDrafts((now) => {
      const next = [...now]
      const [moved] = next.splice(index, 1)
      if (moved) next.splice(index + by, 0, moved)
      return next
    })
  return (
    <>
      <section aria-label={t('editor.title')} className="grid gap-2">
        <h3 className="text-sm font-medium">{t('editor.title')}</h3>
        <ol className="grid gap-2">
          {drafts.map((draft, index) => (
            <EntryField
              key={draft.id}
              index={index}
              last={index === drafts.length - 1}
              text={draft.text}
              entry={check.data?.[index]}
              onChange={(text) => set(draft.id, text)}
              onMove={(by) => move(index, by)}
              onRemove={() => setDrafts((now) => now.filter(({ id }) => id !== draft.id))}
            />
          ))}
        </ol>
        {drafts.length === 0 && (
          <p className="text-sm text-ink-2">{t(isSite ? 'editor.siteEmpty' : 'editor.empty')}</p>
        )}
        <div className="flex flex-wrap gap-2">
          <Button
            size="sm"
            disabled={drafts.length >= MAX_ENTRIES}
            onClick={() => setDrafts((now) => [...now, draftOf('')])}
          >
            <Plus aria-hidden="true" className="size-4" />
            {t('editor.add')}
          </Button>
          {!isSite && drafts.length > 0 && (
            <Button size="sm" onClick={() => setDrafts([])}>
              {t('editor.useSite')}
            </Button>
          )}
        </div>
        {drafts.length === 0 && before.length > 0 && (
          <p className="text-sm text-ink-2">{t('editor.noDelete')}</p>
        )}
      </section>
      <SavePart
        base={base}
        before={before}
        list={list}
        valid={checked?.every(({ problems }) => problems.length === 0) ?? false}
        siteName={siteName}
        onBase={onBase}
        onSaved={onSaved}
      />
    </>
  )
}
