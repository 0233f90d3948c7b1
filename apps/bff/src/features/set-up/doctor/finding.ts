import type { DoctorReport, SetUpFinding } from '@ohif-admin/contracts'
import type { ReadFolder } from '../jars/plugins-folder.ts'
import type { Installation } from './installation.ts'
import type { Fit } from './versions.ts'

export type Finding = SetUpFinding

export const finding = (
  code: Finding['code'],
  tone: Finding['tone'],
  files: readonly string[] = [],
  values: Finding['values'] = {},
): Finding => ({ code, tone, files: [...files], values })

export interface Known {
  installation: Installation
  plugin: DoctorReport['plugin']
  fit: Fit
  folder: ReadFolder
}
