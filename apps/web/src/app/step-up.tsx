import { lazy, Suspense, useEffect, useState } from 'react'
import { onPasswordWanted } from '../lib/step-up.ts'

const PasswordDialog = lazy(async () => ({
  default: (await import('../features/session/password-dialog.tsx')).PasswordDialog,
}))

/** Asks for the password when something needs it again; nothing of it is fetched before that. */
export function StepUp() {
  const [answer, setAnswer] = useState<((proven: boolean) => void) | null>(null)
  useEffect(
    () =>
      onPasswordWanted(() => {
        const { promise, resolve } = Promise.withResolvers<boolean>()
        setAnswer(() => resolve)
        return promise
      }),
    [],
  )
  if (!answer) return null
  const end = (proven: boolean) => {
    answer(proven)
    setAnswer(null)
  }
  return (
    <Suspense>
      <PasswordDialog onEnd={end} />
    </Suspense>
  )
}
