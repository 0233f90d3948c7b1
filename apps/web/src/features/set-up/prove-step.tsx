import type { SetUpStep } from '@ohif-admin/contracts'
import type { ReactNode } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { StepState } from './step-state.tsx'
import { stepSentence } from './step-words.ts'

interface ProveStepProps {
  name: 'check' | 'models' | 'register' | 'browser' | 'users'
  /** What is known of it for this server; undefined until something is. */
  proof?: SetUpStep | undefined
  children: ReactNode
}

/** One step on the way to the users: what it is for, what proves it, and doing it. */
export function ProveStep({ name, proof, children }: ProveStepProps) {
  const { t } = useI18n()
  return (
    <li className="grid grid-cols-1 gap-2 p-4">
      <div>
        <h3 className="font-medium">{t(`setUp.prove.${name}.title`)}</h3>
        <p className="max-w-prose text-sm text-ink-2">{t(`setUp.prove.${name}.hint`)}</p>
      </div>
      {proof && (
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
          <StepState step={proof} />
          <span className="min-w-0 break-words">{stepSentence(proof, t)}</span>
        </p>
      )}
      <div className="grid min-w-0 grid-cols-1 gap-2">{children}</div>
    </li>
  )
}
