import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { useNow } from '../../lib/use-now.ts'
import { Button } from '../../ui/button.tsx'
import { Instant } from '../../ui/instant.tsx'
import { expiryOf } from './expiry.ts'
import { sessionQueries } from './session.queries.ts'

/**
 * Says before a sign-in ends by itself. Reading it again from here never keeps the sign-in alive, only the
 * button does, because a person pressed it.
 */
export function ExpiryWarning() {
  const { t } = useI18n()
  const api = useApi()
  const queryClient = useQueryClient()
  const { data: me } = useQuery(sessionQueries.me(api))
  const now = useNow(10_000)
  const expiry = me && expiryOf(me, now)
  const near = expiry?.near ?? false

  useEffect(() => {
    // What is known may be old: other requests have kept the sign-in alive since.
    if (near) void queryClient.invalidateQueries({ queryKey: sessionQueries.me(api).queryKey })
  }, [near, api, queryClient])

  if (!expiry?.near) return null
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line bg-attention-soft px-4 py-1.5 text-sm lg:px-6"
    >
      <span>
        {t(expiry.kind === 'idle' ? 'session.idleEnds' : 'session.ends')}{' '}
        <Instant at={expiry.at} as="clock" />
      </span>
      {expiry.kind === 'idle' && (
        <Button
          size="sm"
          onClick={() => void queryClient.invalidateQueries({ queryKey: sessionQueries.me(api).queryKey })}
        >
          {t('session.stay')}
        </Button>
      )}
    </div>
  )
}
