import type { ProjectId } from '@ohif-admin/contracts'
import { useI18n } from '../../../i18n/i18n.ts'
import { Notice } from '../../../ui/notice.tsx'
import { Segments } from '../../../ui/segments.tsx'
import { ContentFields } from './content-fields.tsx'
import { ProjectField } from './project-field.tsx'
import { SCOPES, type Scope, type Selection, type StartParams, scopeOf } from './selection.ts'

interface ScopePickerProps {
  params: StartParams
  selection: Selection
  /** Whether the whole site is worth offering. */
  wholeSite: boolean
  onParams: (change: StartParams) => void
}

/** What to rebuild: the site, a project, a subject or a session, each found by searching. */
export function ScopePicker({ params, selection, wholeSite, onParams }: ScopePickerProps) {
  const { t } = useI18n()
  const scope = scopeOf(params)
  const offered = SCOPES.filter((each) => each !== 'site' || wholeSite || scope === 'site')
  const choose = (next: Scope) =>
    onParams({
      // The project is the scope that needs no word in the address.
      scope: next === 'project' ? undefined : next,
      ...(next === 'site' ? { project: undefined } : {}),
      ...(next === 'session' ? {} : { session: undefined }),
      ...(next === 'subject' || next === 'session' ? {} : { subject: undefined }),
    })
  const projectId = selection.is === 'bad' && selection.part === 'project' ? undefined : params.project
  return (
    <div className="grid content-start gap-4">
      <Segments
        label={t('pick.scope')}
        value={scope}
        options={offered.map((value) => ({ value, label: t(`pick.scopes.${value}`) }))}
        onChange={choose}
      />
      {scope === 'site' ? (
        <p className="text-sm text-ink-2">{t('pick.siteHint')}</p>
      ) : (
        <ProjectField
          project={params.project}
          onProject={(id) => onParams({ project: id, subject: undefined, session: undefined })}
        />
      )}
      {(scope === 'subject' || scope === 'session') && projectId !== undefined && (
        <ContentFields
          projectId={projectId as ProjectId}
          scope={scope}
          subject={params.subject}
          session={params.session}
          onParams={onParams}
        />
      )}
      {selection.is === 'bad' && <Notice tone="attention" title={t(`pick.bad.${selection.part}`)} />}
    </div>
  )
}
