import { useRouter, useSearch } from '@tanstack/react-router'
import { SignInPage } from '../../features/session/sign-in-page.tsx'
import { safeReturnTo } from '../../lib/return-to.ts'
import { DocumentTitle } from '../document-title.tsx'

export function SignIn() {
  const router = useRouter()
  const { returnTo, ended } = useSearch({ from: '/sign-in' })
  return (
    <>
      <DocumentTitle page="signIn.title" />
      <SignInPage
        ended={ended}
        onSignedIn={() => router.history.replace(router.basepath.replace(/\/$/, '') + safeReturnTo(returnTo))}
      />
    </>
  )
}
