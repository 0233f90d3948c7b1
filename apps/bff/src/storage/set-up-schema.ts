import type { SetUpStepName } from '@ohif-admin/contracts'

/** Tables of the set-up; joined into `Schema`. `site` is the address of the XNAT it is about. */
export interface SetUpTables {
  set_up_proofs: SetUpProofsTable
  set_up_marks: SetUpMarksTable
}

interface SetUpProofsTable {
  site: string
  step: SetUpStepName
  proved_at: number
}

interface SetUpMarksTable {
  site: string
  name: 'put-away' | 'restart'
  at: number
  by: string
  /** JSON. */
  detail: string
}
