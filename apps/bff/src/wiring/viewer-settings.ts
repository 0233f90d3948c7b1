import { createSettingReader } from '../features/viewer-settings/setting-reader.ts'
import { ViewerSettingsService } from '../features/viewer-settings/viewer-settings.service.ts'
import type { Shared } from './shared.ts'

export function wireViewerSettings(shared: Shared) {
  return new ViewerSettingsService({ ...shared, reader: createSettingReader(shared.xnat) })
}
