import {
  defaultsOf,
  type FieldName,
  fieldsOf,
  generate,
  type Kind,
  problemsOf,
  publicAddress,
  warningsOf,
} from '@ohif-admin/ai-server-files'
import { useState } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { FieldControl } from './field-control.tsx'
import { type FormState, readForm, valuesIn, withKind, writeForm } from './form-state.ts'
import { KindChoice } from './kind-choice.tsx'
import { NextSteps } from './next-steps.tsx'
import { Preview } from './preview.tsx'
import { stepsFile } from './step-words.ts'
import { WarningsList } from './warnings-list.tsx'
import { saveFile, zipFiles } from './zip-files.ts'

interface GeneratorSectionProps {
  view: { kind?: string | undefined; fields?: string | undefined }
  onView: (change: { kind: string; fields: string | undefined }, options: { replace: boolean }) => void
}

/** From a few questions to the files that start an AI server. Nothing of it leaves the browser. */
export function GeneratorSection({ view, onView }: GeneratorSectionProps) {
  const { t } = useI18n()
  const [form, setForm] = useState(() => readForm(view.kind, view.fields))
  const values = valuesIn(form)
  const problems = problemsOf(form.kind, values)
  const generated = generate(form.kind, values)
  const monai = form.kind === 'monai-label'
  const change = (next: FormState) => {
    setForm(next)
    onView(writeForm(next), { replace: true })
  }
  const download = () => {
    const steps = { name: 'STEPS.txt', text: stepsFile(generated, monai, t), runs: false }
    saveFile(`${form.kind}.zip`, zipFiles(form.kind, [...generated.files, steps]), 'application/zip')
  }
  const addressRight = !(['host', 'port', 'publicPort'] as const).some((name) => problems[name])
  return (
    <section aria-labelledby="generator" className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <div className="grid gap-1">
        <h2 id="generator" className="text-lg font-semibold">
          {t('generator.title')}
        </h2>
        <p className="max-w-prose text-ink-2">{t('generator.intro')}</p>
      </div>
      <KindChoice kind={form.kind} onKind={(kind: Kind) => change(withKind(form, kind))} />
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 lg:grid-cols-[minmax(20rem,26rem)_minmax(0,1fr)]">
        <form
          aria-label={t('generator.form')}
          className="card grid grid-cols-[minmax(0,1fr)] gap-4 p-4"
          onSubmit={(event) => event.preventDefault()}
        >
          {fieldsOf(form.kind, values).map((name: FieldName) => (
            <FieldControl
              key={name}
              name={name}
              value={values[name]}
              usual={defaultsOf(form.kind)[name]}
              problem={problems[name]}
              onChange={(text) => change({ ...form, changed: { ...form.changed, [name]: text } })}
            />
          ))}
        </form>
        <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-4">
          <WarningsList
            address={addressRight ? publicAddress(values) : null}
            warnings={warningsOf(form.kind, values)}
          />
          <Preview generated={generated} onDownload={download} />
        </div>
      </div>
      <NextSteps generated={generated} monai={monai} />
    </section>
  )
}
