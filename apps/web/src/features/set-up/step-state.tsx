import type { SetUpStep, SetUpStepState } from '@ohif-admin/contracts'
import { useI18n } from '../../i18n/i18n.ts'
import { Badge } from '../../ui/badge.tsx'
import { Instant } from '../../ui/instant.tsx'
import type { Tone } from '../../ui/tone.ts'

const TONE: Record<SetUpStepState, Tone> = {
  proved: 'good',
  stale: 'unknown',
  broken: 'bad',
  open: 'neutral',
  unknown: 'unknown',
}

/** Whether a step is proved, and when it was. */
export function StepState({ step: { state, provedAt } }: { step: SetUpStep }) {
  const { t } = useI18n()
  return (
    <>
      <Badge tone={TONE[state]}>{t(`setUp.state.${state}`)}</Badge>
      {provedAt && (
        <span className="text-sm text-ink-2">
          <Instant at={provedAt} />
        </span>
      )}
    </>
  )
}
