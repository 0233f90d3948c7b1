import type { ManagedServer } from '@ohif-admin/contracts'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { byteSize } from '../../lib/bytes.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { ForeignText } from '../../ui/foreign-text.tsx'
import { Notice } from '../../ui/notice.tsx'
import { FileField } from './file-field.tsx'
import { Findings } from './findings.tsx'
import { lintWeightsFile } from './lint-files.ts'
import { TextField } from './text-field.tsx'
import { findingsIn, useLoad } from './use-load.ts'

interface WeightsDialogProps {
  server: ManagedServer
  name: string
  onClose: () => void
}

/** Puts another file in place of the weights of a model of MONAI Label. */
export function WeightsDialog({ server, name, onClose }: WeightsDialogProps) {
  const { t, locale } = useI18n()
  const [file, setFile] = useState<File | null>(null)
  const [typed, setTyped] = useState('')
  const load = useLoad()
  const limitBytes = server.uploadLimitBytes ?? 0
  const lint = useQuery({
    queryKey: ['weights-lint', file?.name, file?.size, file?.lastModified, limitBytes],
    queryFn: () => (file ? lintWeightsFile(file, limitBytes) : []),
    enabled: file !== null,
    gcTime: 0,
  })
  const findings = [...(lint.data ?? []), ...findingsIn(load.error)]
  const may = file !== null && lint.isSuccess && findings.length === 0 && typed === name && !load.isPending
  const begin = () => {
    if (!file) return
    const source = { form: 'weights' as const, file: { name: file.name, bytes: file.size } }
    const request = { origin: server.origin, name, source, overwrite: typed }
    load.mutate({ request, file }, { onSuccess: onClose })
  }
  return (
    <Dialog open onClose={onClose} title={t('models.weights.title')}>
      <div className="grid gap-3 p-4">
        <ForeignText className="font-mono break-all">{name}</ForeignText>
        <p>{t('models.weights.text')}</p>
        {server.uploadLimitBytes === null ? (
          <Notice tone="neutral">{t('models.form.off')}</Notice>
        ) : (
          <FileField
            label={t('models.weights.file')}
            hint={t('models.form.limit', { limit: byteSize(limitBytes, locale) })}
            accept=".pt,.ts,.pth"
            onFile={setFile}
          />
        )}
        <Findings findings={findings} />
        <TextField
          label={t('models.typeName', { name: visibleText(name) })}
          value={typed}
          onChange={setTyped}
        />
        {load.error && findings.length === 0 && <ErrorNotice error={load.error} what={t('models.failed')} />}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{t(load.isPending ? 'common.close' : 'common.cancel')}</Button>
          <Button variant="danger" disabled={!may} onClick={begin}>
            {t('models.weights.do')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
