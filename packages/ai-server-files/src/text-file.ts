export interface TextFile {
  readonly name: string
  readonly text: string
  /** To be run, so it needs that right. */
  readonly runs: boolean
}
