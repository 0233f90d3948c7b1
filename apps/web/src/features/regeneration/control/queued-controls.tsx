import type { Run } from '@ohif-admin/contracts'
import { useI18n } from '../../../i18n/i18n.ts'
import { shortText } from '../../../lib/short-text.ts'
import { Button } from '../../../ui/button.tsx'
import { runTarget } from '../run-sentences.ts'
import type { RunControlMutation } from './use-run-control.ts'

function waitsForItsTime({ queue }: Run): boolean {
  return queue !== null && queue.notBefore !== null && Date.parse(queue.notBefore) > Date.now()
}

/** Start it now, or take it out of the queue. Nothing was sent yet, so nothing has to be undone. */
export function QueuedControls({ run, control }: { run: Run; control: RunControlMutation }) {
  const { t } = useI18n()
  const name = shortText(runTarget(run, t))
  return (
    <>
      {waitsForItsTime(run) && (
        <Button
          size="sm"
          disabled={control.isPending}
          aria-label={t('control.start-nowOf', { name })}
          title={t('control.start-nowHint')}
          onClick={() => control.mutate('start-now')}
        >
          {t('control.start-now')}
        </Button>
      )}
      <Button
        size="sm"
        variant="danger"
        disabled={control.isPending}
        aria-label={t('control.cancelOf', { name })}
        onClick={() => control.mutate('cancel')}
      >
        {t('control.cancel')}
      </Button>
    </>
  )
}
