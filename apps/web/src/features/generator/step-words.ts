import type { Generated, Step } from '@ohif-admin/ai-server-files'
import type { Translate } from '../../i18n/translate.ts'

interface About {
  address: string
  /** MONAI Label and AIAA have another switch in the viewer. */
  monai: boolean
}

/** What to do in a step, in a sentence or two. */
export function stepWords({ name }: Step, { address, monai }: About, t: Translate): string {
  if (name === 'viewer') return t(monai ? 'generator.step.viewerMonai' : 'generator.step.viewerAiaa')
  return t(`generator.step.${name}`, { address })
}

/** The steps as a file of their own, for whoever has the zip and not this page. */
export function stepsFile({ steps, address }: Generated, monai: boolean, t: Translate): string {
  const parts = steps.map((step, index) => {
    const command = step.command === null ? '' : `\n${step.command.replace(/^/gm, '   ')}`
    return `${index + 1}. ${stepWords(step, { address, monai }, t)}${command}\n`
  })
  return `${t('generator.steps')}\n\n${parts.join('\n')}`
}
