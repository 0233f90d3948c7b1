import type { CheckReport } from '@ohif-admin/contracts'
import { useRouter } from '@tanstack/react-router'
import { Copy, Link2 } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { Button } from '../../ui/button.tsx'
import { reportText } from './check-words.ts'

/** Ways to hand a report to somebody: as text for a ticket, as a link to this very check. */
export function SendReport({ report, children }: { report: CheckReport; children?: ReactNode }) {
  const { t } = useI18n()
  const { publicHref } = useRouter().buildLocation({ to: '/ai-servers', search: { check: report.id } })
  const href = new URL(publicHref, window.location.origin).href
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <CopyButton text={() => `${reportText(report, t)}\n${href}`} what={t('servers.check.copy')}>
        <Copy aria-hidden="true" className="size-3.5" />
      </CopyButton>
      <CopyButton text={() => href} what={t('servers.check.copyLink')}>
        <Link2 aria-hidden="true" className="size-3.5" />
      </CopyButton>
      {children}
      <span className="text-sm text-ink-2">
        {t(report.projectId === null ? 'servers.check.readers' : 'servers.check.readersOfProject', {
          project: report.projectId ?? '',
        })}
      </span>
    </div>
  )
}

/** The clipboard exists only on https and localhost; elsewhere it says that it failed. */
function CopyButton({ text, what, children }: { text: () => string; what: string; children: ReactNode }) {
  const { t } = useI18n()
  const [said, setSaid] = useState<'copied' | 'failed' | null>(null)
  const copy = () =>
    (navigator.clipboard?.writeText(text()) ?? Promise.reject(new Error('no clipboard'))).then(
      () => setSaid('copied'),
      () => setSaid('failed'),
    )
  return (
    <Button size="sm" onClick={() => void copy()}>
      {children}
      {said === null ? what : t(said === 'copied' ? 'common.copied' : 'servers.check.copyFailed')}
    </Button>
  )
}
