import { type NewWebhook, NoticeKind } from '@ohif-admin/contracts'
import { useI18n } from '../../i18n/i18n.ts'
import { CheckField } from '../../ui/check-field.tsx'
import { Field, inputClass } from '../../ui/field.tsx'

interface TextsProps {
  draft: NewWebhook
  /** What is stored of the address; null for a new one. */
  origin: string | null
  wrong: Record<'name' | 'url', string | false>
  onChange: (part: Partial<NewWebhook>) => void
}

/** Its name and where it is. */
export function WebhookTexts({ draft, origin, wrong, onChange }: TextsProps) {
  const { t } = useI18n()
  return (
    <>
      <Field label={t('notices.webhook.name')} error={wrong.name}>
        {(control) => (
          <input
            {...control}
            value={draft.name}
            maxLength={80}
            onChange={(event) => onChange({ name: event.target.value })}
            className={inputClass}
          />
        )}
      </Field>
      <Field
        label={t('notices.webhook.url')}
        error={wrong.url}
        hint={origin === null ? t('notices.webhook.urlHint') : t('notices.webhook.urlKept', { origin })}
      >
        {(control) => (
          <input
            {...control}
            value={draft.url}
            maxLength={2_000}
            spellCheck={false}
            autoCapitalize="none"
            autoComplete="off"
            placeholder="https://chat.example.org/hooks/…"
            onChange={(event) => onChange({ url: event.target.value })}
            className={`${inputClass} font-mono`}
          />
        )}
      </Field>
    </>
  )
}

interface KindsProps {
  value: readonly NoticeKind[]
  missing: boolean
  onChange: (kinds: NoticeKind[]) => void
}

/** What it is told. */
export function WebhookKinds({ value, missing, onChange }: KindsProps) {
  const { t } = useI18n()
  return (
    <fieldset className="grid gap-1.5">
      <legend className="mb-1 text-sm font-medium">{t('notices.webhook.kinds')}</legend>
      {NoticeKind.options.map((kind) => (
        <CheckField
          key={kind}
          label={t(`notices.kind.${kind}`)}
          checked={value.includes(kind)}
          onChange={(on) => onChange(on ? [...value, kind] : value.filter((one) => one !== kind))}
        />
      ))}
      {missing && (
        <p role="alert" className="text-sm text-bad">
          {t('notices.webhook.kindsMissing')}
        </p>
      )}
    </fieldset>
  )
}
