import { SignInRequest, type SiteInfo } from '@ohif-admin/contracts'
import { type SubmitEvent, useEffect, useRef, useState } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { Button } from '../../ui/button.tsx'
import { Field, inputClass } from '../../ui/field.tsx'

interface SignInFormProps {
  site: SiteInfo
  pending: boolean
  /** Set after a refusal, so that typing can start at once. */
  refused: boolean
  onSubmit: (request: SignInRequest) => void
}

type Missing = Readonly<Record<'username' | 'password', boolean>>

const NOTHING_MISSING: Missing = { username: false, password: false }

export function SignInForm({ site, pending, refused, onSubmit }: SignInFormProps) {
  const { t } = useI18n()
  const [missing, setMissing] = useState(NOTHING_MISSING)
  const username = useRef<HTMLInputElement>(null)
  const password = useRef<HTMLInputElement>(null)

  useEffect(() => {
    if (refused) password.current?.select()
  }, [refused])

  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    const request = SignInRequest.safeParse(Object.fromEntries(new FormData(event.currentTarget)))
    const wrong = new Set(request.error?.issues.map(({ path }) => path[0]))
    setMissing({ username: wrong.has('username'), password: wrong.has('password') })
    if (request.success) onSubmit(request.data)
    else if (wrong.has('username')) username.current?.focus()
    else password.current?.focus()
  }

  return (
    <form noValidate className="grid gap-4" onSubmit={submit}>
      <Field label={t('signIn.username')} error={missing.username && t('signIn.usernameMissing')}>
        {(control) => (
          <input
            {...control}
            ref={username}
            name="username"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            className={inputClass}
          />
        )}
      </Field>
      <Field label={t('signIn.password')} error={missing.password && t('signIn.passwordMissing')}>
        {(control) => (
          <input
            {...control}
            ref={password}
            name="password"
            type="password"
            autoComplete="current-password"
            className={inputClass}
          />
        )}
      </Field>
      {site.providers.length > 1 && (
        <Field label={t('signIn.provider')}>
          {(control) => (
            <select {...control} name="provider" className={inputClass}>
              {site.providers.map((provider) => (
                <option key={provider.id} value={provider.id}>
                  {provider.label}
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
      <Button type="submit" variant="primary" className="h-9 w-full" disabled={pending}>
        {pending ? t('signIn.pending') : t('signIn.submit')}
      </Button>
    </form>
  )
}
