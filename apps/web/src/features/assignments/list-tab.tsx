import { type Assignment, type SavedAssignment, SITE_PLACE } from '@ohif-admin/contracts'
import { useState } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { Badge } from '../../ui/badge.tsx'
import { ForeignText } from '../../ui/foreign-text.tsx'
import { Notice } from '../../ui/notice.tsx'
import { FromBadge, HealthCell, ServerText } from './assignment-cells.tsx'
import { EntryNotes } from './entry-notes.tsx'
import { ListEditor } from './list-editor.tsx'
import { listProblem } from './words.ts'

interface ListTabProps {
  assignment: Assignment
  siteName: string
  mayEdit: boolean
  /** What stands in the fields at first; the list as it is unless given. Nothing is saved by that. */
  proposed?: readonly string[] | undefined
  onSaved?: (() => void) | undefined
}

/** What viewers use now, and the list it comes from. */
export function ListTab({ assignment, siteName, mayEdit, proposed, onSaved }: ListTabProps) {
  const { t } = useI18n()
  // What the person edits stays what it was when they began, until they save or say otherwise.
  const [{ base, start, turn }, setBase] = useState({
    base: assignment,
    start: proposed ?? textsOf(assignment),
    turn: 0,
  })
  const begin = (next: Assignment, list: readonly string[] = textsOf(next)) =>
    setBase({ base: next, start: list, turn: turn + 1 })
  const [saved, setSaved] = useState<SavedAssignment | null>(null)
  const problem = listProblem(assignment, t)
  return (
    <div className="grid gap-4 p-4">
      <Effective assignment={saved?.assignment ?? assignment} />
      {problem && <Notice tone="attention" title={problem} />}
      {assignment.inDoubt && <Notice tone="unknown" title={t('panel.inDoubt')} />}
      {saved && (
        <Notice
          tone={saved.outcome === 'changed-again' ? 'attention' : 'good'}
          role="status"
          title={t(`save.outcome.${saved.outcome}`)}
        >
          {saved.check && t('save.check.ok')}
        </Notice>
      )}
      {mayEdit ? (
        <ListEditor
          key={turn}
          base={base}
          start={start}
          siteName={siteName}
          onBase={(next, list) => {
            setSaved(null)
            begin(next, list)
          }}
          onSaved={(result) => {
            setSaved(result)
            begin(result.assignment)
            onSaved?.()
          }}
        />
      ) : (
        <ReadOnly assignment={assignment} />
      )}
    </div>
  )
}

const textsOf = ({ entries }: Assignment) => entries.map(({ text }) => text)

function Effective({ assignment }: { assignment: Assignment }) {
  const { t } = useI18n()
  const isSite = assignment.place === SITE_PLACE
  return (
    <section aria-label={t('panel.effective')} className="card grid gap-1 p-3">
      <h3 className="text-sm text-ink-2">{t(isSite ? 'panel.siteEffective' : 'panel.effective')}</h3>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <ServerText assignment={assignment} />
        {!isSite && <FromBadge assignment={assignment} />}
        <HealthCell assignment={assignment} />
      </p>
    </section>
  )
}

function ReadOnly({ assignment }: { assignment: Assignment }) {
  const { t } = useI18n()
  if (assignment.entries.length === 0) return <p className="text-ink-2">{t('panel.noList')}</p>
  return (
    <ol className="grid gap-2">
      {assignment.entries.map((entry, index) => (
        <li key={`${index}-${entry.text}`} className="grid gap-1">
          <span className="flex items-center gap-2">
            <ForeignText className={index > 0 ? 'font-mono text-sm line-through' : 'font-mono text-sm'}>
              {entry.text}
            </ForeignText>
            <Badge tone={index > 0 ? 'attention' : 'neutral'} plain>
              {t(index > 0 ? 'entry.ignored' : 'entry.used')}
            </Badge>
          </span>
          <EntryNotes entry={entry} />
        </li>
      ))}
    </ol>
  )
}
