import { isActive, type Me, type Run } from '@ohif-admin/contracts'
import { ChevronDown, CirclePause, CirclePlay, CircleStop } from 'lucide-react'
import { useState } from 'react'
import { useI18n } from '../../../i18n/i18n.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { Menu, MenuChoice } from '../../../ui/menu.tsx'
import { mayMove } from '../queue/queue-order.ts'
import { QueuedControls } from './queued-controls.tsx'
import { SettingsForm } from './settings-form.tsx'
import { useRunControl, useRunSettings } from './use-run-control.ts'

/** What this person can do to the run now; a bulk run has nothing of the kind, and the summary says why. */
export function RunControls({ run, me }: { run: Run; me: Me }) {
  const { t } = useI18n()
  const control = useRunControl(run)
  if (!mayMove(run, me)) return null
  const guided = run.kind === 'guided' && isActive(run.state) ? run.guided : null
  if (run.state !== 'queued' && !guided) return null
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap items-center gap-2">
        {run.state === 'queued' ? (
          <QueuedControls run={run} control={control} />
        ) : (
          <GuidedControls run={run} control={control} />
        )}
      </div>
      {control.isError && <ErrorNotice error={control.error} what={t('control.failed')} />}
    </div>
  )
}

function GuidedControls({ run, control }: { run: Run; control: ReturnType<typeof useRunControl> }) {
  const { t } = useI18n()
  const paused = run.state === 'paused'
  const stopping = run.guided?.stopping ?? false
  const busy = control.isPending
  return (
    <>
      {paused ? (
        <Button variant="primary" size="sm" disabled={busy} onClick={() => control.mutate('resume')}>
          <CirclePlay aria-hidden="true" className="size-4" />
          {t('control.resume')}
        </Button>
      ) : (
        <Button size="sm" disabled={busy || stopping} onClick={() => control.mutate('pause')}>
          <CirclePause aria-hidden="true" className="size-4" />
          {t('control.pause')}
        </Button>
      )}
      <Button
        size="sm"
        disabled={busy || stopping}
        title={t('control.stopHint')}
        onClick={() => control.mutate('stop')}
      >
        <CircleStop aria-hidden="true" className="size-4" />
        {t(stopping ? 'control.stopping' : 'control.stop')}
      </Button>
      <AtOnce run={run} />
      <Settings run={run} />
    </>
  )
}

const AT_ONCE = ['1', '2', '3', '4'] as const

function AtOnce({ run }: { run: Run }) {
  const { t } = useI18n()
  const change = useRunSettings(run)
  const { guided } = run
  if (!guided) return null
  const { sessionsAtOnce, pauseMs, quietHours } = guided
  return (
    <>
      <Menu
        trigger={
          <Button size="sm" disabled={change.isPending}>
            {t('control.atOnce', { count: sessionsAtOnce })}
            <ChevronDown aria-hidden="true" className="size-3.5" />
          </Button>
        }
      >
        <MenuChoice
          label={t('settings.atOnce')}
          value={String(sessionsAtOnce)}
          options={AT_ONCE.map((value) => ({ value, label: value }))}
          onChange={(value) => change.mutate({ sessionsAtOnce: Number(value), pauseMs, quietHours })}
        />
      </Menu>
      {change.isError && <ErrorNotice error={change.error} what={t('settings.failed')} />}
    </>
  )
}

function Settings({ run }: { run: Run }) {
  const { t } = useI18n()
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button size="sm" variant="quiet" onClick={() => setOpen(true)}>
        {t('settings.open')}
      </Button>
      <Dialog open={open} onClose={() => setOpen(false)} title={t('settings.title')}>
        <SettingsForm run={run} onDone={() => setOpen(false)} />
      </Dialog>
    </>
  )
}
