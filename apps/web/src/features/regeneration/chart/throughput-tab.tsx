import type { Run, RunMark } from '@ohif-admin/contracts'
import { lazy, Suspense, useMemo } from 'react'
import { useI18n } from '../../../i18n/i18n.ts'
import { usePreference } from '../../../lib/preferences.ts'
import { clock } from '../../../lib/time.ts'
import { Empty } from '../../../ui/empty.tsx'
import { Bone } from '../../../ui/skeleton.tsx'
import { MarkSign } from './mark-sign.tsx'
import { marksIn, minutesOf, type ThroughputMinute, throughputFacts } from './throughput-data.ts'

const ThroughputChart = lazy(() =>
  import('./throughput-chart.tsx').then(({ ThroughputChart: Chart }) => ({ default: Chart })),
)

/** How fast the run was, minute by minute: as a picture, as a sentence, and as a table. */
export function ThroughputTab({ run }: { run: Run }) {
  const { t, locale } = useI18n()
  const zone = usePreference('zone')
  const minutes = useMemo(() => minutesOf(run), [run])
  const marks = useMemo(() => marksIn(minutes, run.marks), [minutes, run.marks])
  const facts = throughputFacts(minutes)
  if (!facts || facts.sessions === 0)
    return <Empty title={t('throughput.none')}>{t('throughput.noneHint')}</Empty>
  const at = (ms: number) => clock(new Date(ms), zone, locale)
  return (
    <figure className="grid grid-cols-1 gap-3 p-4">
      <figcaption className="text-sm text-ink-2">
        {t('throughput.sentence', {
          sessions: facts.sessions,
          minutes: minutes.length,
          peak: facts.peak.sessions,
          at: at(facts.peak.at),
        })}
        {facts.idleMinutes > 0 && ` ${t('throughput.idle', { count: facts.idleMinutes })}`}
      </figcaption>
      <Suspense fallback={<Bone className="h-64" />}>
        <ThroughputChart minutes={minutes} marks={marks} label={t('throughput.axis')} />
      </Suspense>
      {marks.length > 0 && <Marks marks={marks} at={at} />}
      <details className="text-sm">
        <summary className="link w-fit">{t('throughput.table')}</summary>
        <MinuteTable minutes={minutes} at={at} />
      </details>
    </figure>
  )
}

interface MarksProps {
  marks: readonly { at: number; kind: RunMark['kind'] }[]
  at: (ms: number) => string
}

function Marks({ marks, at }: MarksProps) {
  const { t } = useI18n()
  return (
    <ul aria-label={t('throughput.marks')} className="flex flex-wrap gap-x-4 gap-y-1 text-sm">
      {marks.map(({ at: ms, kind }) => (
        <li key={`${ms}-${kind}`} className="flex items-center gap-1.5">
          <MarkSign kind={kind} />
          {at(ms)} {t(`throughput.mark.${kind}`)}
        </li>
      ))}
    </ul>
  )
}

function MinuteTable({ minutes, at }: { minutes: readonly ThroughputMinute[]; at: (ms: number) => string }) {
  const { t } = useI18n()
  return (
    <table className="mt-2 border-collapse text-right">
      <thead>
        <tr className="text-xs text-ink-2">
          <th scope="col" className="pr-6 text-left font-medium">
            {t('throughput.minute')}
          </th>
          <th scope="col" className="font-medium">
            {t('throughput.axis')}
          </th>
        </tr>
      </thead>
      <tbody>
        {minutes.map(({ at: ms, sessions }) => (
          <tr key={ms}>
            <th scope="row" className="pr-6 text-left font-normal">
              {at(ms)}
            </th>
            <td>{sessions}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
