import type { SetUpStep, SetUpStepName } from '@ohif-admin/contracts'
import type { MessageKey, Translate } from '../../i18n/translate.ts'
import { visibleText } from '../../lib/visible-text.ts'

/** What shows it, or what stands against it. */
export function stepSentence({ note, values }: SetUpStep, t: Translate): string {
  const shown = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, visibleText(value)]))
  return t(`setUp.note.${note}` as MessageKey, shown)
}

export const countProved = (steps: readonly SetUpStep[]) => ({
  proved: steps.filter(({ state }) => state === 'proved').length,
  total: steps.length,
})

/** The first step that is not proved: what to do next. */
export const nextStep = (steps: readonly SetUpStep[]) => steps.find(({ state }) => state !== 'proved')

/** Where each step is done. */
export function placeOf(step: SetUpStepName) {
  switch (step) {
    case 'plugin':
      return { to: '/set-up', search: { part: 'plugin' } } as const
    case 'log':
      return { to: '/', search: {} } as const
    case 'ai-server':
    case 'server-checked':
    case 'model':
    case 'registered':
    case 'browser':
      return { to: '/set-up', search: { part: 'prove' } } as const
    case 'coverage':
      return { to: '/coverage', search: {} } as const
  }
}
