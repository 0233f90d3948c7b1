import { useI18n } from '../../i18n/i18n.ts'
import { byteSize } from '../../lib/bytes.ts'
import { Notice } from '../../ui/notice.tsx'
import { FileField } from './file-field.tsx'
import { TextField } from './text-field.tsx'
import type { useLoadDraft } from './use-load-draft.ts'

interface SourceFieldsProps {
  draft: ReturnType<typeof useLoadDraft>['draft']
  /** Null where the console takes no files. */
  limitBytes: number | null
  onChange: ReturnType<typeof useLoadDraft>['change']
}

/** Where the model comes from: the catalogue, two files, or an archive. */
export function SourceFields({ draft, limitBytes, onChange }: SourceFieldsProps) {
  const { t, locale } = useI18n()
  if (draft.way === 'ngc') {
    return (
      <>
        <TextField
          label={t('models.form.ngcPath')}
          hint={t('models.form.ngcHint')}
          value={draft.path}
          onChange={(path) => onChange({ path: path.trim() })}
        />
        <TextField
          label={t('models.form.ngcVersion')}
          value={draft.version}
          onChange={(version) => onChange({ version: version.trim() })}
        />
      </>
    )
  }
  if (limitBytes === null) return <Notice tone="neutral">{t('models.form.off')}</Notice>
  const limit = t('models.form.limit', { limit: byteSize(limitBytes, locale) })
  if (draft.way === 'mmar') {
    return (
      <FileField
        key="archive"
        label={t('models.form.archive')}
        hint={`${t('models.form.archiveHint')} ${limit}`}
        accept=".zip"
        onFile={(archive) => onChange({ archive })}
      />
    )
  }
  return (
    <>
      <FileField
        key="config"
        label={t('models.form.config')}
        hint={t('models.form.configHint')}
        accept=".json,application/json"
        onFile={(config) => onChange({ config })}
      />
      <FileField
        key="model"
        label={t('models.form.model')}
        hint={`${t('models.form.modelHint')} ${limit}`}
        accept=".ts,.pt,.pb"
        onFile={(model) => onChange({ model })}
      />
    </>
  )
}
