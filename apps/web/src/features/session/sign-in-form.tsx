import { zodResolver } from '@hookform/resolvers/zod'
import { type SiteInfo, SignInRequest } from '@ohif-admin/contracts'
import { useEffect } from 'react'
import { useForm } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/button.tsx'
import { Field, inputClass } from '../../ui/field.tsx'

interface SignInFormProps {
  site: SiteInfo
  pending: boolean
  /** Set after a refusal, so that typing can start at once. */
  refused: boolean
  onSubmit: (request: SignInRequest) => void
}

export function SignInForm({ site, pending, refused, onSubmit }: SignInFormProps) {
  const { t } = useTranslation()
  const form = useForm<SignInRequest>({
    resolver: zodResolver(SignInRequest),
    defaultValues: { username: '', password: '', provider: site.providers[0]?.id },
  })
  const { errors } = form.formState

  useEffect(() => {
    if (refused) form.setFocus('password', { shouldSelect: true })
  }, [refused, form])

  return (
    <form noValidate className="grid gap-4" onSubmit={form.handleSubmit(onSubmit)}>
      <Field label={t('signIn.username')} error={errors.username && t('signIn.usernameMissing')}>
        {(control) => (
          <input
            {...control}
            {...form.register('username')}
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            className={inputClass}
          />
        )}
      </Field>
      <Field label={t('signIn.password')} error={errors.password && t('signIn.passwordMissing')}>
        {(control) => (
          <input
            {...control}
            {...form.register('password')}
            type="password"
            autoComplete="current-password"
            className={inputClass}
          />
        )}
      </Field>
      {site.providers.length > 1 && (
        <Field label={t('signIn.provider')}>
          {(control) => (
            <select {...control} {...form.register('provider')} className={inputClass}>
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
