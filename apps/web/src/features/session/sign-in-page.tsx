import type { Me } from '@ohif-admin/contracts'
import { useQuery } from '@tanstack/react-query'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { Brand } from '../../ui/brand.tsx'
import { EnvironmentName } from '../../ui/environment-name.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Notice } from '../../ui/notice.tsx'
import { SkeletonRows } from '../../ui/skeleton.tsx'
import { DemoAccounts } from './demo-accounts.tsx'
import { sessionQueries, useSignIn } from './session.queries.ts'
import { SignInForm } from './sign-in-form.tsx'
import { signInProblem } from './sign-in-problem.ts'

interface SignInPageProps {
  /** Why the person is here, when a sign-in came to its end. */
  ended: 'expired' | 'signed-out' | undefined
  onSignedIn: (me: Me) => void
}

export function SignInPage({ ended, onSignedIn }: SignInPageProps) {
  const { t } = useI18n()
  const api = useApi()
  const site = useQuery(sessionQueries.site(api))
  const signIn = useSignIn(onSignedIn)
  const problem = signIn.error ? signInProblem(signIn.error, t) : null

  return (
    <main className="mx-auto grid min-h-dvh w-full max-w-sm content-start px-4 pt-[min(12vh,6rem)] pb-8">
      <div className="mb-6 flex flex-wrap items-center gap-x-3 gap-y-1">
        <Brand />
        {site.data && <EnvironmentName site={site.data} />}
      </div>
      <div className="card p-5">
        <h1 className="text-lg font-semibold">{t('signIn.title')}</h1>
        <p className="mt-0.5 mb-4 text-sm text-ink-2">{t('signIn.intro')}</p>
        <div aria-live="assertive" className="mb-4 empty:hidden">
          {problem && (
            <Notice tone={problem.tone} title={problem.title}>
              {problem.next}
            </Notice>
          )}
          {!problem && ended && !signIn.isPending && (
            <Notice tone="attention">{t(ended === 'expired' ? 'signIn.expired' : 'signIn.signedOut')}</Notice>
          )}
        </div>
        {site.isPending && <SkeletonRows rows={3} label={t('common.loading')} rowClass="h-14" />}
        {site.isError && (
          <ErrorNotice error={site.error} what={t('signIn.siteFailed')} onRetry={site.refetch} />
        )}
        {site.data && (
          <>
            <SignInForm
              site={site.data}
              pending={signIn.isPending}
              refused={signIn.isError}
              onSubmit={(request) => signIn.mutate(request)}
            />
            {site.data.demoAccounts.length > 0 && (
              <DemoAccounts
                accounts={site.data.demoAccounts}
                pending={signIn.isPending}
                onChoose={({ username, password }) => signIn.mutate({ username, password })}
              />
            )}
          </>
        )}
      </div>
    </main>
  )
}
