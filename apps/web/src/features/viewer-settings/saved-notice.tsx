import type { ProjectId, SavedViewerSetting, ViewerSettingName } from '@ohif-admin/contracts'
import { useMutation } from '@tanstack/react-query'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Notice } from '../../ui/notice.tsx'
import { saveSetting } from './viewer-settings.queries.ts'
import type { Saved } from './viewer-settings-card.tsx'

interface SavedNoticeProps {
  projectId: ProjectId
  saved: Saved
  onSaved: (name: ViewerSettingName, outcome: SavedViewerSetting) => void
}

/** What was saved, and the way back: a save of what was there before, through the same door. */
export function SavedNotice({ projectId, saved, onSaved }: SavedNoticeProps) {
  const { t } = useI18n()
  const api = useApi()
  const { name, outcome, value, before } = saved
  const undo = useMutation({
    mutationFn: (wanted: NonNullable<typeof before>) =>
      saveSetting(api, projectId, name, {
        value: wanted,
        seen: value,
        reason: t('viewerSettings.undoReason'),
      }),
    onSuccess: (undone) => onSaved(name, undone),
  })
  const what = t(`viewerSettings.name.${name}`)
  return (
    <>
      <Notice
        tone="good"
        role="status"
        title={t(outcome === 'saved' ? 'viewerSettings.saved' : 'viewerSettings.unchanged', { what })}
        action={
          outcome === 'saved' &&
          before !== null && (
            <Button size="sm" disabled={undo.isPending} onClick={() => undo.mutate(before)}>
              {t('viewerSettings.undo')}
            </Button>
          )
        }
      >
        {t(before === null && outcome === 'saved' ? 'viewerSettings.noUndo' : 'viewerSettings.savedHint')}
      </Notice>
      {undo.isError && <ErrorNotice error={undo.error} what={t('viewerSettings.notSaved')} />}
    </>
  )
}
