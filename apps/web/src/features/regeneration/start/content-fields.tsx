import type { ProjectId } from '@ohif-admin/contracts'
import { useQuery } from '@tanstack/react-query'
import { useI18n } from '../../../i18n/i18n.ts'
import { useApi } from '../../../lib/api-context.tsx'
import { useLastError } from '../../../lib/use-last-error.ts'
import { Button } from '../../../ui/button.tsx'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { SkeletonRows } from '../../../ui/skeleton.tsx'
import { SlowHint } from '../../../ui/slow-hint.tsx'
import { projectQueries } from '../projects.queries.ts'
import { PickCombobox } from './pick-combobox.tsx'
import type { StartParams } from './selection.ts'
import type { ProjectContent } from './sessions-of-project.ts'

interface ContentFieldsProps {
  projectId: ProjectId
  scope: 'subject' | 'session'
  subject: string | undefined
  session: string | undefined
  onParams: (change: StartParams) => void
}

/** The subjects of a project, and with the scope of a session its sessions, of all subjects or of the one chosen. */
export function ContentFields({ projectId, ...rest }: ContentFieldsProps) {
  const { t } = useI18n()
  const content = useQuery(projectQueries.content(useApi(), projectId))
  const error = useLastError(content)
  if (content.data) return <Fields content={content.data} {...rest} />
  if (error) return <ErrorNotice error={error} what={t('pick.contentFailed')} onRetry={content.refetch} />
  return (
    <div>
      <SkeletonRows rows={1} label={t('pick.contentLoading')} rowClass="h-14" />
      <SlowHint />
    </div>
  )
}

type FieldsProps = Omit<ContentFieldsProps, 'projectId'> & { content: ProjectContent }

function Fields({ content, scope, subject, session, onParams }: FieldsProps) {
  const { t } = useI18n()
  const sessions =
    subject === undefined
      ? content.sessions
      : content.sessions.filter(({ subjectId }) => subjectId === subject)
  return (
    <>
      <div className="grid gap-1">
        <PickCombobox
          label={t(scope === 'session' ? 'pick.subjectOptional' : 'pick.subject')}
          items={content.subjects}
          value={chosenOf(content.subjects, subject)}
          placeholder={t('pick.searchSubjects', { count: content.subjects.length })}
          counted={(found) =>
            found === null
              ? t('pick.subjects', { count: content.subjects.length })
              : t('pick.found', { found, total: content.subjects.length })
          }
          onChange={({ id }) => onParams({ subject: id, session: undefined })}
        />
        {scope === 'session' && subject !== undefined && (
          <Button size="sm" className="justify-self-start" onClick={() => onParams({ subject: undefined })}>
            {t('pick.allSubjects')}
          </Button>
        )}
      </div>
      {scope === 'session' && (
        <PickCombobox
          label={t('pick.session')}
          items={sessions}
          value={chosenOf(content.sessions, session)}
          placeholder={t('pick.searchSessions', { count: sessions.length })}
          counted={(found) =>
            found === null
              ? t('sessions.count', { count: sessions.length })
              : t('pick.found', { found, total: sessions.length })
          }
          onChange={({ id }) => onParams({ session: id })}
        />
      )}
    </>
  )
}

/** What a link names may not be in the listing: then its id stands for it, and the server decides. */
function chosenOf<Item extends { id: string; title: string }>(
  items: readonly Item[],
  id: string | undefined,
) {
  if (id === undefined) return null
  return items.find((item) => item.id === id) ?? ({ id, title: id } as Item)
}
