import { Download } from 'lucide-react'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { buttonClass } from '../../ui/button.tsx'

const HELD = ['versions', 'findings', 'progress', 'checks', 'settings', 'log'] as const

/** A file for whoever helps from outside, and what is in it, said before it is made. */
export function SupportSection() {
  const { t } = useI18n()
  const api = useApi()
  return (
    <section aria-labelledby="support" className="card grid max-w-3xl gap-3 p-4">
      <h2 id="support" className="text-lg font-semibold">
        {t('setUp.support.title')}
      </h2>
      <p>{t('setUp.support.intro')}</p>
      <h3 className="font-medium">{t('setUp.support.held')}</h3>
      <ul className="list-disc pl-5">
        {HELD.map((part) => (
          <li key={part}>{t(`setUp.support.${part}`)}</li>
        ))}
      </ul>
      <h3 className="font-medium">{t('setUp.support.left')}</h3>
      <p>{t('setUp.support.leftOut')}</p>
      <p>
        <a href={api.url('set-up/support-bundle')} download className={buttonClass('primary')}>
          <Download aria-hidden="true" className="size-4" />
          {t('setUp.support.download')}
        </a>
      </p>
    </section>
  )
}
