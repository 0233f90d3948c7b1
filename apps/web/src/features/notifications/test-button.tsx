import type { DeliveryTry } from '@ohif-admin/contracts'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useI18n } from '../../i18n/i18n.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { errorSentence } from '../../ui/error-sentence.ts'
import { outcomeSentence } from './notice-words.ts'
import { noticeQueries } from './notifications.queries.ts'

interface TestButtonProps {
  /** What is tested, for those who hear the button and not see what it stands beside. */
  name: string
  send: () => Promise<DeliveryTry>
}

/** Sends a test and says what became of it, whatever that was. */
export function TestButton({ name, send }: TestButtonProps) {
  const { t } = useI18n()
  const queryClient = useQueryClient()
  const test = useMutation({
    mutationFn: send,
    onSettled: () => queryClient.invalidateQueries({ queryKey: noticeQueries.root }),
  })
  const worked = test.data?.outcome === 'delivered' || test.data?.outcome === 'listed'
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Button
        size="sm"
        aria-label={t('notices.testOf', { name })}
        disabled={test.isPending}
        onClick={() => test.mutate()}
      >
        {t(test.isPending ? 'notices.testing' : 'notices.test')}
      </Button>
      <span role="status" className="text-sm">
        {test.data && (
          <Badge tone={worked ? 'good' : 'bad'} plain>
            <span className="whitespace-normal">{outcomeSentence(test.data, t)}</span>
          </Badge>
        )}
        {test.isError && <span className="text-bad">{errorSentence(test.error, t)}</span>}
      </span>
    </div>
  )
}
