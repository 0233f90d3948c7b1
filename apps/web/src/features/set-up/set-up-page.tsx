import { type ComponentType, Suspense } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import type { MessageKey } from '../../i18n/translate.ts'
import { Page } from '../../ui/page.tsx'
import { SkeletonRows } from '../../ui/skeleton.tsx'
import { TabPanel, Tabs } from '../../ui/tabs.tsx'
import type { SetUpSectionProps } from './set-up-params.ts'

export interface SetUpPart {
  /** Its name in the address. */
  value: string
  label: MessageKey
  Section: ComponentType<SetUpSectionProps>
}

/** The frame of the page: its sections side by side, the open one in the address. */
export function SetUpPage({
  parts,
  view,
  onView,
}: SetUpSectionProps & { parts: readonly [SetUpPart, ...SetUpPart[]] }) {
  const { t } = useI18n()
  const shown = parts.find(({ value }) => value === view.part) ?? parts[0]
  return (
    <Page title={t('setUp.title')} intro={t('setUp.intro')}>
      <Tabs
        label={t('setUp.title')}
        tabs={parts.map(({ value, label }) => ({ value, label: t(label), count: null }))}
        value={shown.value}
        onChange={(part) => onView({ part }, { replace: false })}
      >
        <TabPanel value={shown.value}>
          <div className="pt-4">
            <Suspense fallback={<SkeletonRows rows={5} label={t('common.loading')} rowClass="h-14" />}>
              <shown.Section view={view} onView={onView} />
            </Suspense>
          </div>
        </TabPanel>
      </Tabs>
    </Page>
  )
}
