import type { Generated } from '@ohif-admin/ai-server-files'
import { Download } from 'lucide-react'
import { useState } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Segments } from '../../ui/segments.tsx'
import { CopyButton } from './copy-button.tsx'
import { FileText } from './file-text.tsx'

interface PreviewProps {
  generated: Generated
  onDownload: () => void
}

/** The files as they would be now. Taken away they can be once every field is right, and not before. */
export function Preview({ generated: { files, replaced }, onDownload }: PreviewProps) {
  const { t } = useI18n()
  const [wanted, setWanted] = useState('')
  const file = files.find(({ name }) => name === wanted) ?? files[0]
  const ready = replaced.length === 0
  const names = replaced.map((name) => t(`generator.field.${name}.label`)).join(', ')
  if (!file) return null
  return (
    <section aria-labelledby="generator-files" className="card min-w-0">
      <div className="flex flex-wrap items-center gap-2 border-b border-line p-3">
        <h3 id="generator-files" className="sr-only">
          {t('generator.files')}
        </h3>
        {files.length > 1 ? (
          <Segments
            label={t('generator.files')}
            hideLabel
            value={file.name}
            options={files.map(({ name }) => ({ value: name, label: name }))}
            onChange={setWanted}
          />
        ) : (
          <span className="font-mono text-sm font-medium">{file.name}</span>
        )}
        <div className="ml-auto flex gap-2">
          <CopyButton text={file.text} what={file.name} disabled={!ready} />
          <Button size="sm" variant="primary" disabled={!ready} onClick={onDownload}>
            <Download aria-hidden="true" className="size-3.5" />
            {t('generator.download')}
          </Button>
        </div>
      </div>
      <div role="status">
        {!ready && (
          <div className="p-3 pb-0">
            <Notice tone="attention" title={t('generator.notReady', { names })}>
              {t('generator.notReadyHint')}
            </Notice>
          </div>
        )}
      </div>
      <FileText file={file} />
    </section>
  )
}
