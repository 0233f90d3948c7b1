import type { DemoAccount } from '@ohif-admin/contracts'
import { useI18n } from '../../i18n/i18n.ts'
import { ForeignText } from '../../ui/foreign-text.tsx'

interface DemoAccountsProps {
  accounts: readonly DemoAccount[]
  pending: boolean
  onChoose: (account: DemoAccount) => void
}

/** The demo's seeded people, each one click away. */
export function DemoAccounts({ accounts, pending, onChoose }: DemoAccountsProps) {
  const { t } = useI18n()
  return (
    <section aria-labelledby="demo-accounts" className="mt-6 border-t border-line pt-4">
      <h2 id="demo-accounts" className="text-sm font-semibold">
        {t('signIn.demoTitle')}
      </h2>
      <p className="text-sm text-ink-2">{t('signIn.demoHint')}</p>
      <ul className="mt-2 grid gap-1.5">
        {accounts.map((account) => (
          <li key={account.username}>
            <button
              type="button"
              disabled={pending}
              onClick={() => onChoose(account)}
              className="flex min-h-9 w-full flex-wrap items-baseline gap-x-3 rounded-md border border-line px-2.5 py-1.5 text-left hover:border-line-strong hover:bg-hover disabled:opacity-55"
            >
              <span className="min-w-16 font-mono text-sm font-semibold">{account.username}</span>
              <ForeignText className="text-sm text-ink-2">{account.description}</ForeignText>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
