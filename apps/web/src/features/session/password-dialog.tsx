import { ProvePassword } from '@ohif-admin/contracts'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type SubmitEvent, useState } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { ApiError } from '../../lib/api-error.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Field, inputClass } from '../../ui/field.tsx'
import { sessionQueries } from './session.queries.ts'

interface PasswordDialogProps {
  /** Called once; what waits is sent again when XNAT took the password, and given up otherwise. */
  onEnd: (proven: boolean) => void
}

/** The password again, before something that concerns the whole site. */
export function PasswordDialog({ onEnd }: PasswordDialogProps) {
  const { t } = useI18n()
  const api = useApi()
  const me = useQuery(sessionQueries.me(api)).data
  const [missing, setMissing] = useState(false)
  const prove = useMutation({ mutationFn: api.session.prove, onSuccess: () => onEnd(true) })
  const refused = prove.error instanceof ApiError && prove.error.code === 'sign-in-refused'
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    const given = ProvePassword.safeParse(Object.fromEntries(new FormData(event.currentTarget)))
    setMissing(!given.success)
    if (given.success) prove.mutate(given.data)
  }
  return (
    <Dialog open onClose={() => onEnd(false)} title={t('stepUp.title')} locked={prove.isPending}>
      <form noValidate className="grid gap-4 p-4" onSubmit={submit}>
        <p>{t('stepUp.why')}</p>
        {/* For the browser's store of passwords. */}
        <input type="hidden" autoComplete="username" value={me?.username ?? ''} readOnly />
        <Field
          label={t('signIn.password')}
          error={(missing && t('signIn.passwordMissing')) || (refused && t('stepUp.refused'))}
        >
          {(control) => (
            <input
              {...control}
              autoFocus
              name="password"
              type="password"
              autoComplete="current-password"
              className={inputClass}
            />
          )}
        </Field>
        <Provider />
        {prove.isError && !refused && <ErrorNotice error={prove.error} what={t('stepUp.failed')} />}
        <div className="flex justify-end gap-2">
          <Button disabled={prove.isPending} onClick={() => onEnd(false)}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" variant="primary" disabled={prove.isPending}>
            {t('stepUp.submit')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

/** Where XNAT knows the person from, when there is a choice. */
function Provider() {
  const { t } = useI18n()
  const providers = useQuery(sessionQueries.site(useApi())).data?.providers ?? []
  if (providers.length < 2) return null
  return (
    <Field label={t('signIn.provider')}>
      {(control) => (
        <select {...control} name="provider" className={inputClass}>
          {providers.map(({ id, label }) => (
            <option key={id} value={id}>
              {label}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}
