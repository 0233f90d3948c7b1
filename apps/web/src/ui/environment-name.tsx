import type { SiteInfo } from '@ohif-admin/contracts'
import { useI18n } from '../i18n/i18n.ts'
import { cx } from './cx.ts'
import { ForeignText } from './foreign-text.tsx'

const LOOK: Record<SiteInfo['environment'], string> = {
  production: 'text-env-production bg-env-production-soft',
  test: 'text-env-test bg-env-test-soft',
  demo: 'text-env-demo bg-env-demo-soft',
}

/** Which archive this is, and whether it is the real one. */
export function EnvironmentName({ site }: { site: Pick<SiteInfo, 'name' | 'environment'> }) {
  const { t } = useI18n()
  return (
    <span className="inline-flex min-w-0 items-center gap-2">
      <ForeignText className="truncate font-medium">{site.name}</ForeignText>
      <span className={cx('rounded-sm px-1.5 py-px text-xs font-semibold', LOOK[site.environment])}>
        {t(`environment.${site.environment}`)}
      </span>
    </span>
  )
}
