import { KINDS, type Kind } from '@ohif-admin/ai-server-files'
import { useI18n } from '../../i18n/i18n.ts'
import { Badge } from '../../ui/badge.tsx'

/** Which server, with what each is good for. */
export function KindChoice({ kind, onKind }: { kind: Kind; onKind: (kind: Kind) => void }) {
  const { t } = useI18n()
  return (
    <fieldset className="grid min-w-0 gap-2 sm:grid-cols-2 xl:grid-cols-4">
      <legend className="mb-1 text-sm font-medium">{t('generator.kind.label')}</legend>
      {KINDS.map((one) => (
        <label
          key={one}
          className="flex cursor-pointer items-start gap-2 rounded-md border border-line-strong bg-surface p-3 has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-accent"
        >
          <input
            type="radio"
            name="kind"
            checked={kind === one}
            onChange={() => onKind(one)}
            aria-describedby={`kind-${one}`}
            className="mt-0.5 size-4 shrink-0 accent-(--accent)"
          />
          <span className="grid min-w-0 gap-0.5">
            <span className="flex flex-wrap items-center gap-x-2 font-medium">
              {t(`generator.kind.${one}.label`)}
              {one === 'clara-3' && <Badge tone="attention">{t('generator.kind.deprecated')}</Badge>}
            </span>
            <span id={`kind-${one}`} className="text-sm text-ink-2">
              {t(`generator.kind.${one}.hint`)}
            </span>
          </span>
        </label>
      ))}
    </fieldset>
  )
}
