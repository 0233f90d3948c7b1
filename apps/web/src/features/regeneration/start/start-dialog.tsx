import type { IdempotencyKey, Impact, ImpactRequest, RunId } from '@ohif-admin/contracts'
import { useIsMutating, useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useI18n } from '../../../i18n/i18n.ts'
import { useApi } from '../../../lib/api-context.tsx'
import { usePreference } from '../../../lib/preferences.ts'
import { runsApi } from '../../../lib/runs-api.ts'
import { shortText } from '../../../lib/short-text.ts'
import { randomUuid } from '../../../lib/uuid.ts'
import { Button } from '../../../ui/button.tsx'
import { CheckField } from '../../../ui/check-field.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { applyRun } from '../run-cache.ts'
import { ConfirmField } from './confirm-field.tsx'
import { GuidedSettingsFields } from './guided-settings-fields.tsx'
import { ImpactList } from './impact-list.tsx'
import { impactTarget, wouldWait } from './impact-sentences.ts'
import { NO_CHOICES, problemOf, type StartChoices, startOf } from './start-choices.ts'
import { mayBeRetried, StartProblem } from './start-problem.tsx'
import { WhenFields } from './when-fields.tsx'

interface StartDialogProps {
  open: boolean
  impact: Impact
  request: ImpactRequest
  onClose: () => void
  onStarted: (id: RunId) => void
}

const START = ['runs', 'start']

/** The last look before something starts. Once it is sent, closing would not take it back. */
export function StartDialog({ open, onClose, ...form }: StartDialogProps) {
  const { t } = useI18n()
  const pending = useIsMutating({ mutationKey: START }) > 0
  const title = impactTarget(form.impact, t)
  return (
    <Dialog
      open={open}
      onClose={onClose}
      locked={pending}
      title={<span title={title}>{t('start.title', { title: shortText(title) })}</span>}
    >
      <StartForm {...form} onClose={onClose} />
    </Dialog>
  )
}

function StartForm({ impact, request, onClose, onStarted }: Omit<StartDialogProps, 'open'>) {
  const { t } = useI18n()
  const { choices, change, problem, start } = useStart(impact, request, onStarted)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (problem === null && !start.isPending) start.mutate()
  }
  return (
    <form onSubmit={submit} className="grid gap-4 p-4">
      <ImpactList impact={impact} />
      {request.kind === 'guided' && (
        <Part>
          <GuidedSettingsFields
            value={choices.settings}
            zone={impact.zone}
            onChange={(settings) => change({ settings })}
          />
        </Part>
      )}
      {request.kind === 'bulk' && request.data === 'dicomweb' && (
        <CheckField
          label={t('data.overwrite')}
          hint={t('data.overwriteHint')}
          checked={choices.overwrite}
          onChange={(overwrite) => change({ overwrite })}
        />
      )}
      <Part>
        <WhenFields
          kind={request.kind}
          waits={wouldWait(impact)}
          choices={choices}
          error={(problem === 'at' || problem === 'past') && t(`when.problem.${problem}`)}
          onChange={change}
        />
      </Part>
      {impact.confirm !== null && (
        <ConfirmField
          name={impact.confirm}
          value={choices.confirm}
          onChange={(confirm) => change({ confirm })}
        />
      )}
      {/* What is pressed stays in sight, however long the form is. */}
      <div className="sticky bottom-0 -mx-4 -mb-4 grid gap-3 border-t border-line bg-surface px-4 py-3">
        {start.isError && <StartProblem error={start.error} />}
        <div className="flex flex-wrap justify-end gap-2">
          <Button disabled={start.isPending} onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button
            type="submit"
            variant="primary"
            disabled={start.isPending || problem !== null || !mayBeRetried(start.error)}
          >
            {start.isPending ? t('start.pending') : confirmText(impact, choices, t)}
          </Button>
        </div>
      </div>
    </form>
  )
}

function Part({ children }: { children: ReactNode }) {
  return <div className="border-t border-line pt-4">{children}</div>
}

function useStart(impact: Impact, request: ImpactRequest, onStarted: (id: RunId) => void) {
  const api = useApi()
  const queryClient = useQueryClient()
  const zone = usePreference('zone')
  const [choices, setChoices] = useState<StartChoices>(NO_CHOICES)
  // One key per opened dialog: pressing twice, or again after a lost answer, starts one run.
  const [idempotencyKey] = useState(() => randomUuid() as IdempotencyKey)
  const start = useMutation({
    mutationKey: START,
    mutationFn: () => runsApi(api).start(startOf(request, impact, choices, { idempotencyKey, zone })),
    onSuccess: (run) => {
      void applyRun(queryClient, run)
      onStarted(run.id)
    },
  })
  const change = (part: Partial<StartChoices>) => setChoices((old) => ({ ...old, ...part }))
  return { choices, change, start, problem: problemOf(choices, impact, zone, Date.now()) }
}

function confirmText(impact: Impact, { at }: StartChoices, t: ReturnType<typeof useI18n>['t']): string {
  const what = at !== '' ? 'later' : wouldWait(impact) ? 'queue' : 'now'
  return impact.sessions === null ? t(`start.${what}Unknown`) : t(`start.${what}`, { count: impact.sessions })
}
