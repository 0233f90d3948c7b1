import type { CoverageScan, CoverageScanList } from '@ohif-admin/contracts'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ChevronDown, CirclePause, CirclePlay, CircleStop } from 'lucide-react'
import type { ReactNode } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { visibleText } from '../../lib/visible-text.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Instant } from '../../ui/instant.tsx'
import { Menu, MenuChoice } from '../../ui/menu.tsx'
import { coverageQueries, orderScan, type ScanOrder } from './coverage.queries.ts'
import { boundOf, scanSentence, scanTarget, scanTone } from './coverage-words.ts'

interface ScanCardProps {
  scan: CoverageScan
  list: CoverageScanList
  /** Offers to tell of its end. */
  tell: ReactNode
}

/** A scan that goes on: how far it is, in whose name, and what can be done to it. */
export function ScanCard({ scan, list, tell }: ScanCardProps) {
  const { t, locale } = useI18n()
  const sentence = scanSentence(scan, t, locale)
  const bound = scan.state === 'running' ? boundOf(list, scan.perSecond) : null
  const { total, looked, valid, missing, unknown, startedAt, asks, startedBy } = scan
  return (
    <section
      aria-label={t('coverage.scan.title', { target: scanTarget(scan, t) })}
      className="card grid gap-2 p-4"
    >
      <p className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <Badge tone={scanTone(scan)}>{t(`coverage.scanState.${scan.state}`)}</Badge>
        <span className="foreign font-medium">{sentence}</span>
      </p>
      <div
        role="progressbar"
        aria-label={t('coverage.scan.title', { target: scanTarget(scan, t) })}
        aria-valuemin={0}
        aria-valuemax={total ?? undefined}
        aria-valuenow={total === null ? undefined : looked}
        aria-valuetext={sentence}
        className="h-2 overflow-hidden rounded-sm border border-line bg-sunken"
      >
        {total !== null && total > 0 && (
          <span className="block h-full bg-running-fill" style={{ width: `${(100 * looked) / total}%` }} />
        )}
      </div>
      <p className="text-sm text-ink-2">
        {t('coverage.scan.counts', { valid, missing, unknown })} ·{' '}
        {t(startedBy === asks ? 'coverage.scan.asks' : 'coverage.scan.asksFor', {
          name: visibleText(asks),
          starter: visibleText(startedBy),
        })}{' '}
        · {t('coverage.scan.began')} <Instant at={startedAt} />
      </p>
      {bound && <p className="text-sm text-ink-2">{t('coverage.scan.bound', bound)}</p>}
      {tell}
      {scan.mayControl && <Controls scan={scan} maxPerSecond={list.maxPerSecond} />}
    </section>
  )
}

function Controls({ scan, maxPerSecond }: { scan: CoverageScan; maxPerSecond: number }) {
  const { t } = useI18n()
  const api = useApi()
  const client = useQueryClient()
  const order = useMutation({
    mutationFn: (wanted: ScanOrder) => orderScan(api, scan, wanted),
    onSettled: () => client.invalidateQueries({ queryKey: coverageQueries.root }),
  })
  const stands = scan.state === 'paused' || scan.waitingFor === 'sign-in'
  const { isPending } = order
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        {stands && (
          <Button
            size="sm"
            variant="primary"
            disabled={isPending}
            title={t('coverage.control.resumeHint')}
            onClick={() => order.mutate({ action: 'resume' })}
          >
            <CirclePlay aria-hidden="true" className="size-4" />
            {t(scan.state === 'paused' ? 'coverage.control.resume' : 'coverage.control.takeOver')}
          </Button>
        )}
        {scan.state !== 'paused' && (
          <Button size="sm" disabled={isPending} onClick={() => order.mutate({ action: 'pause' })}>
            <CirclePause aria-hidden="true" className="size-4" />
            {t('coverage.control.pause')}
          </Button>
        )}
        <Button
          size="sm"
          disabled={isPending}
          title={t('coverage.control.cancelHint')}
          onClick={() => order.mutate({ action: 'cancel' })}
        >
          <CircleStop aria-hidden="true" className="size-4" />
          {t('coverage.control.cancel')}
        </Button>
        <Menu
          trigger={
            <Button size="sm" disabled={isPending}>
              {t('coverage.pace', { count: scan.perSecond })}
              <ChevronDown aria-hidden="true" className="size-3.5" />
            </Button>
          }
        >
          <MenuChoice
            label={t('coverage.paceLabel')}
            value={String(scan.perSecond)}
            options={pacesUpTo(maxPerSecond, scan.perSecond).map((pace) => ({
              value: String(pace),
              label: t('coverage.pace', { count: pace }),
            }))}
            onChange={(value) => order.mutate({ perSecond: Number(value) })}
          />
        </Menu>
      </div>
      {order.isError && <ErrorNotice error={order.error} what={t('coverage.control.failed')} />}
    </>
  )
}

const PACES = [1, 2, 5, 10, 20, 50, 100, 200]

/** Paces to choose from, the most and the present one among them. */
export function pacesUpTo(max: number, present: number): number[] {
  return [...new Set([...PACES.filter((pace) => pace < max), max, present])].sort((a, b) => a - b)
}
