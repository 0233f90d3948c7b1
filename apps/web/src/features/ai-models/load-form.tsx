import type { ManagedServer } from '@ohif-admin/contracts'
import { useState } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Segments } from '../../ui/segments.tsx'
import { Findings } from './findings.tsx'
import { SourceFields } from './source-fields.tsx'
import { TextField } from './text-field.tsx'
import { findingsIn, useLoad } from './use-load.ts'
import { sourceOf, useLoadDraft, type Way } from './use-load-draft.ts'

const WAYS = ['ngc', 'files', 'mmar'] as const
const GENERATIONS = ['3.x', '4.0', '4.1'] as const
const ENGINES = ['unknown', 'AIAA', 'TRITON'] as const

/** Loads a model into an AIAA server: says what is wrong before anything is sent. */
export function LoadForm({ server, busy }: { server: ManagedServer; busy: boolean }) {
  const { t } = useI18n()
  const form = useLoadDraft(server)
  const load = useLoad()
  const [typed, setTyped] = useState('')
  const { draft, change, name, generation, findings, replaces } = form
  const may = form.ready && !busy && !load.isPending && (!replaces || typed === name)
  const begin = async () => {
    const { source, file } = await sourceOf(draft)
    const asked = { origin: server.origin, name, source, engine: draft.engine }
    const request = {
      ...asked,
      ...(generation ? { generation } : {}),
      ...(replaces ? { overwrite: typed } : {}),
    }
    load.mutate({ request, file })
  }
  const refused = findingsIn(load.error)
  return (
    <form
      aria-label={t('models.form.title')}
      className="grid grid-cols-[minmax(0,1fr)] gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        if (may) void begin()
      }}
    >
      <Segments<Way>
        label={t('models.form.from')}
        value={draft.way}
        options={WAYS.map((value) => ({ value, label: t(`models.way.${value}`) }))}
        onChange={(way) => change({ way })}
      />
      <SourceFields draft={draft} limitBytes={server.uploadLimitBytes} onChange={change} />
      <TextField
        label={t('models.form.name')}
        hint={t('models.form.nameHint')}
        value={name}
        onChange={(value) => change({ name: value })}
      />
      <div className="flex flex-wrap gap-x-6 gap-y-3">
        <Segments
          label={t('models.form.generation')}
          value={generation ?? ''}
          options={GENERATIONS.map((value) => ({ value, label: `Clara ${value}` }))}
          onChange={(value) => change({ generation: value === '' ? null : value })}
        />
        <Segments
          label={t('models.form.engine')}
          value={draft.engine}
          options={ENGINES.map((value) => ({ value, label: t(`models.engine.${value}`) }))}
          onChange={(engine) => change({ engine })}
        />
      </div>
      <p className="text-sm text-ink-2">
        {t(generation === null ? 'models.form.generationNeeded' : 'models.form.generationWhy')}
      </p>
      <div aria-live="polite" className="grid gap-2 empty:hidden">
        <Findings findings={findings} />
        {form.unreadable && <Notice tone="bad">{t('models.form.unreadable')}</Notice>}
      </div>
      {replaces && (
        <Notice tone="attention" title={t('models.replace.title', { name: visibleText(name) })}>
          <div className="grid gap-2">
            <p>{t('models.replace.text')}</p>
            <TextField
              label={t('models.typeName', { name: visibleText(name) })}
              value={typed}
              onChange={setTyped}
            />
          </div>
        </Notice>
      )}
      {load.error && refused.length === 0 && <ErrorNotice error={load.error} what={t('models.failed')} />}
      <Findings findings={refused} />
      <div className="flex items-center gap-3">
        <Button type="submit" variant="primary" disabled={!may}>
          {t(replaces ? 'models.form.replace' : 'models.form.load')}
        </Button>
        {busy && <span className="text-sm text-ink-2">{t('models.form.busy')}</span>}
      </div>
    </form>
  )
}
