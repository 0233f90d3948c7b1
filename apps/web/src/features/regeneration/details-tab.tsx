import type { Run } from '@ohif-admin/contracts'
import type { ReactNode } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { duration } from '../../lib/time.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { ForeignText } from '../../ui/foreign-text.tsx'
import { Instant } from '../../ui/instant.tsx'
import { ParentLink } from './run-byline.tsx'
import { logSightSentence, reasonSentence, runTarget } from './run-sentences.ts'
import { settingsSentence, xnatCallSentence } from './xnat-call.ts'

/** Everything else that is known about the run. */
export function DetailsTab({ run }: { run: Run }) {
  const { t, locale } = useI18n()
  const number = new Intl.NumberFormat(locale)
  const count = (value: number | null) => (value === null ? t('common.notKnown') : number.format(value))
  const rows: [string, ReactNode][] = [
    [t('details.target'), `${t(`run.scope.${run.scope}`)} · ${runTarget(run, t)}`],
    [t('details.projectId'), run.projectId && <Code>{run.projectId}</Code>],
    [t('details.targetId'), run.targetId && <Code>{run.targetId}</Code>],
    [t('details.kind'), t(`run.kind.${run.kind}`)],
    [t('details.data'), t(`run.data.${run.data}`)],
    [t('details.parent'), run.parent && <ParentLink parent={run.parent} />],
    [t('run.settings'), run.guided && settingsSentence(run.guided, { t, locale })],
    [
      t('details.rights'),
      run.guided && t(`run.actingAs.${run.guided.actingAs}`, { name: visibleText(run.startedBy) }),
    ],
    [t('details.startedBy'), <ForeignText key="by">{run.startedBy}</ForeignText>],
    [t('details.startedAt'), <Instant key="start" at={run.startedAt} as="clock" />],
    [t('details.endedAt'), run.endedAt && <Instant at={run.endedAt} as="clock" />],
    [t('details.took'), run.endedAt && duration(Date.parse(run.endedAt) - Date.parse(run.startedAt), locale)],
    [t('details.reason'), reasonSentence(run, t)],
    [
      t('details.detail'),
      run.detail && <ForeignText className="font-mono text-xs">{run.detail}</ForeignText>,
    ],
    [t('details.expected'), count(run.expected)],
    [t('details.total'), count(run.counts.total)],
    [t('details.threads'), count(run.threads)],
    [t('details.call'), xnatCallSentence(run, { t, locale })],
    [t('details.log'), logSightSentence(run.log, t)],
    [t('details.logSource'), run.logSource && <Code>{run.logSource}</Code>],
    [t('details.cursor'), run.startCursor && <Code>{run.startCursor}</Code>],
    [t('details.lastLineAt'), run.lastLineAt && <Instant at={run.lastLineAt} />],
    [t('details.id'), <Code key="id">{run.id}</Code>],
  ]
  return (
    <dl className="grid content-start gap-x-6 px-4 py-2 text-sm sm:grid-cols-[14rem_1fr]">
      {rows
        .filter(([, value]) => value)
        .map(([name, value]) => (
          <div
            key={name}
            className="border-b border-line py-1.5 last:border-b-0 sm:col-span-2 sm:grid sm:grid-cols-subgrid"
          >
            <dt className="text-ink-2">{name}</dt>
            <dd className="foreign">{value}</dd>
          </div>
        ))}
    </dl>
  )
}

function Code({ children }: { children: string }) {
  return <code className="font-mono text-xs">{children}</code>
}
