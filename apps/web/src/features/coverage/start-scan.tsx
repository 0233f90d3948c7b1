import { type CoverageScanList, type CoverageTake, ProjectId } from '@ohif-admin/contracts'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { roughSpan } from '../../lib/time.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Field, inputClass } from '../../ui/field.tsx'
import { Segments } from '../../ui/segments.tsx'
import { coverageQueries, startScan } from './coverage.queries.ts'
import { boundOf } from './coverage-words.ts'
import { pacesUpTo } from './scan-card.tsx'

/** What is to be scanned: one project, or (null) all; with how many sessions are known of it, or null. */
export interface ScanTarget {
  project: { projectId: string; title: string } | null
  sessions: number | null
  notValid: number | null
}

interface StartScanProps {
  target: ScanTarget | null
  /** Undefined while it is loading. */
  list: CoverageScanList | undefined
  onClose: () => void
}

/** Says what a scan will do to XNAT, and starts it. */
export function StartScan({ target, list, onClose }: StartScanProps) {
  const { t } = useI18n()
  const name = target?.project
    ? visibleText(target.project.title)
    : t(list?.mayScan === 'own' ? 'coverage.ownProjects' : 'coverage.everything')
  return (
    <Dialog open={target !== null} onClose={onClose} title={t('coverage.start.title', { name })}>
      {target && list && <Form target={target} list={list} onStarted={onClose} />}
    </Dialog>
  )
}

interface FormProps {
  target: ScanTarget
  list: CoverageScanList
  onStarted: () => void
}

function Form({ target, list, onStarted }: FormProps) {
  const { maxPerSecond } = list
  const { t } = useI18n()
  const api = useApi()
  const client = useQueryClient()
  const [take, setTake] = useState<CoverageTake>('all')
  const [perSecond, setPerSecond] = useState(Math.min(10, maxPerSecond))
  const start = useMutation({
    mutationFn: () =>
      startScan(api, {
        projectId: target.project === null ? null : ProjectId.parse(target.project.projectId),
        take,
        perSecond,
      }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: coverageQueries.root })
      onStarted()
    },
  })
  return (
    <form
      className="grid gap-4 p-4"
      onSubmit={(event) => {
        event.preventDefault()
        start.mutate()
      }}
    >
      <Segments
        label={t('coverage.start.take')}
        value={take}
        options={(['all', 'not-valid'] as const).map((value) => ({
          value,
          label: t(`coverage.take.${value}`),
        }))}
        onChange={setTake}
      />
      <Field label={t('coverage.paceLabel')} hint={t('coverage.start.paceHint')}>
        {(control) => (
          <select
            {...control}
            className={inputClass}
            value={perSecond}
            onChange={({ target: { value } }) => setPerSecond(Number(value))}
          >
            {pacesUpTo(maxPerSecond, perSecond).map((pace) => (
              <option key={pace} value={pace}>
                {t('coverage.pace', { count: pace })}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Impact
        sessions={take === 'all' ? target.sessions : target.notValid}
        perSecond={perSecond}
        bound={boundOf(list, perSecond)}
      />
      {start.isError && <ErrorNotice error={start.error} what={t('coverage.start.failed')} />}
      <div className="flex justify-end gap-2">
        <Button type="submit" variant="primary" disabled={start.isPending}>
          {t('coverage.start.button')}
        </Button>
      </div>
    </form>
  )
}

interface ImpactProps {
  sessions: number | null
  perSecond: number
  bound: ReturnType<typeof boundOf>
}

function Impact({ sessions, perSecond, bound }: ImpactProps) {
  const { t, locale } = useI18n()
  const ms = sessions === null ? null : (sessions / (bound?.count ?? perSecond)) * 1_000
  return (
    <ul className="ml-4 grid list-disc gap-1 text-sm">
      <li>
        {sessions === null || ms === null
          ? t('coverage.impact.unknown')
          : t('coverage.impact.sessions', { count: sessions, span: roughSpan(ms, ms, locale) })}
      </li>
      {bound && <li>{t('coverage.scan.bound', bound)}</li>}
      <li>{t('coverage.impact.log')}</li>
      <li>{t('coverage.impact.rights')}</li>
      <li>{t('coverage.impact.proves')}</li>
    </ul>
  )
}
