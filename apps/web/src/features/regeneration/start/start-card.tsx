import type { Me, RunId } from '@ohif-admin/contracts'
import { Link } from '@tanstack/react-router'
import { useI18n } from '../../../i18n/i18n.ts'
import { visibleText } from '../../../lib/visible-text.ts'
import { buttonClass } from '../../../ui/button.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { ImpactPanel } from './impact-panel.tsx'
import { KindPicker } from './kind-picker.tsx'
import { ScopePicker } from './scope-picker.tsx'
import {
  impactRequestOf,
  kindOf,
  type Selection,
  type StartParams,
  scopeOf,
  selectionOf,
} from './selection.ts'

interface StartCardProps {
  me: Me
  params: StartParams
  onParams: (change: StartParams) => void
  onStarted: (id: RunId) => void
}

/** Choose what to rebuild and how, read what that would do, start it. */
export function StartCard({ me, params, onParams, onStarted }: StartCardProps) {
  const { t } = useI18n()
  const selection = selectionOf(params)
  const listed = params.run !== undefined || params.coverage !== undefined
  const request = impactRequestOf(params, me.may.startBulkRun)
  return (
    <section aria-labelledby="start" className="card p-4">
      <h2 id="start" className="mb-3 font-semibold">
        {t('regeneration.start')}
      </h2>
      <div className="grid gap-4 lg:grid-cols-2 lg:gap-8">
        <div className="grid content-start gap-4">
          {listed ? (
            <ListedSessions params={params} selection={selection} />
          ) : (
            <ScopePicker
              params={params}
              selection={selection}
              wholeSite={me.role !== 'user'}
              onParams={onParams}
            />
          )}
          <KindPicker
            value={kindOf(params, selection, me.may.startBulkRun)}
            onlyGuided={listed ? 'list' : scopeOf(params) === 'session' ? 'session' : null}
            onChange={(kind) => onParams({ kind })}
          />
        </div>
        {/* The room of an ordinary panel, so that choosing a project does not move the runs. */}
        <div className="min-h-64">
          {request ? (
            <ImpactPanel
              key={JSON.stringify(request)}
              request={request}
              onData={(data) => onParams({ data: data === 'viewer' ? undefined : data })}
              onStarted={onStarted}
            />
          ) : (
            <p className="text-ink-2">
              {t(selection.is === 'missing' ? `pick.choose.${selection.part}` : 'pick.choose.other')}
            </p>
          )}
        </div>
      </div>
    </section>
  )
}

/** Sessions that come from somewhere else than the picker. */
function ListedSessions({ params, selection }: { params: StartParams; selection: Selection }) {
  const { t } = useI18n()
  const away = (
    <Link to="/regeneration" className={buttonClass('secondary', 'sm')}>
      {t('pick.other')}
    </Link>
  )
  if (selection.is !== 'complete')
    return (
      <Notice
        tone="attention"
        title={t(selection.part === 'run' ? 'pick.bad.run' : 'pick.bad.project')}
        action={away}
      />
    )
  const { select } = selection
  if (select.of === 'run')
    return (
      <Notice tone="neutral" title={t(`pick.take.${select.take}`)} action={away}>
        <Link to="/runs/$runId" params={{ runId: select.runId }} className="link">
          {t('pick.fromRun')}
        </Link>
      </Notice>
    )
  return (
    <Notice
      tone="neutral"
      title={t(params.take === 'with-unknown' ? 'pick.coverageUnknown' : 'pick.coverage')}
      action={away}
    >
      {params.coverage === 'all'
        ? t('pick.coverageAll')
        : t('pick.coverageOf', { project: visibleText(params.coverage ?? '') })}
    </Notice>
  )
}
