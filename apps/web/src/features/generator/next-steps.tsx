import type { Generated } from '@ohif-admin/ai-server-files'
import { Link } from '@tanstack/react-router'
import { useI18n } from '../../i18n/i18n.ts'
import { buttonClass } from '../../ui/button.tsx'
import { Command } from './command.tsx'
import { stepWords } from './step-words.ts'

interface NextStepsProps {
  generated: Generated
  /** MONAI Label and AIAA have another switch in the viewer. */
  monai: boolean
}

/** What to do with the files, in order, down to the user who sees a model. */
export function NextSteps({ generated: { steps, address, replaced }, monai }: NextStepsProps) {
  const { t } = useI18n()
  const ready = replaced.length === 0
  return (
    <section aria-labelledby="generator-steps" className="grid gap-2">
      <h3 id="generator-steps" className="text-lg font-semibold">
        {t('generator.steps')}
      </h3>
      <ol className="card divide-y divide-line">
        {steps.map((step, index) => (
          <li key={step.name} className="grid grid-cols-[1.5rem_minmax(0,1fr)] gap-x-2 p-3">
            <span className="text-right text-ink-2 tabular-nums">{index + 1}.</span>
            <div className="grid grid-cols-[minmax(0,1fr)] gap-2">
              <p>{stepWords(step, { address, monai }, t)}</p>
              {step.command !== null && <Command command={step.command} number={index + 1} ready={ready} />}
              {step.name === 'register' && ready && (
                <p>
                  <Link to="/set-up" search={{ part: 'prove', server: address }} className={buttonClass()}>
                    {t('generator.goOn')}
                  </Link>
                </p>
              )}
            </div>
          </li>
        ))}
      </ol>
    </section>
  )
}
