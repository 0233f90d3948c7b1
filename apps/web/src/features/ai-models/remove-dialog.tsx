import type { ManagedServer } from '@ohif-admin/contracts'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { visibleText } from '../../lib/visible-text.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { ForeignText } from '../../ui/foreign-text.tsx'
import { Notice } from '../../ui/notice.tsx'
import { aiModelQueries, removeModel } from './ai-models.queries.ts'
import type { ServerUsers } from './manage-tab.tsx'
import { removalSentences } from './outcome-words.ts'
import { TextField } from './text-field.tsx'

interface RemoveDialogProps {
  server: ManagedServer
  name: string
  users: ServerUsers
  onClose: () => void
}

/** Asks before a model is removed: who loses it, and its name. */
export function RemoveDialog({ server, name, users, onClose }: RemoveDialogProps) {
  const { t } = useI18n()
  const api = useApi()
  const client = useQueryClient()
  const [typed, setTyped] = useState('')
  const remove = useMutation({
    mutationFn: () => removeModel(api, { origin: server.origin, name, confirm: typed }),
    onSettled: async () => {
      await client.fetchQuery({ ...aiModelQueries.server(api, server.origin, 'again'), staleTime: 0 })
    },
  })
  const kind = server.kind ?? 'aiaa'
  const removal = remove.data
  const [first, ...rest] = removal ? removalSentences(name, removal, t) : []
  return (
    <Dialog open onClose={onClose} locked={remove.isPending} title={t(`models.remove.title.${kind}`)}>
      <div className="grid gap-3 p-4">
        <ForeignText className="font-mono break-all">{name}</ForeignText>
        <p>{t(`models.remove.text.${kind}`)}</p>
        <Users users={users} />
        {removal ? (
          <Notice tone={removal.verdict === 'gone' ? 'good' : 'attention'} title={first} role="status">
            {rest.join(' ')}
          </Notice>
        ) : (
          <TextField
            label={t('models.typeName', { name: visibleText(name) })}
            value={typed}
            onChange={setTyped}
          />
        )}
        {remove.error && <ErrorNotice error={remove.error} what={t('models.remove.failed')} />}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose} disabled={remove.isPending}>
            {t(removal ? 'common.close' : 'common.cancel')}
          </Button>
          {!removal && (
            <Button
              variant="danger"
              disabled={typed !== name || remove.isPending}
              onClick={() => remove.mutate()}
            >
              {t(remove.isPending ? 'models.remove.now' : `models.remove.do.${kind}`)}
            </Button>
          )}
        </div>
      </div>
    </Dialog>
  )
}

function Users({ users: { usedBySite, projects, total } }: { users: ServerUsers }) {
  const { t } = useI18n()
  if (!usedBySite && total === 0) return <p className="text-ink-2">{t('models.users.none')}</p>
  return (
    <div className="grid gap-1">
      {usedBySite && <p>{t('models.users.site')}</p>}
      {total > 0 && (
        <p>
          {t('models.users.projects', { count: total })}{' '}
          <ForeignText>{projects.map(({ title }) => title).join(', ')}</ForeignText>
          {total > projects.length && ' …'}
        </p>
      )}
    </div>
  )
}
