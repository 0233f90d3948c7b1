import type { TextFile } from '@ohif-admin/ai-server-files'
import { strToU8, type Zippable, zipSync } from 'fflate'

const UNIX = 3
const READ = 0o644
const RUN = 0o755

/** A zip with the files in a folder of their own, scripts with the right to run. */
export function zipFiles(folder: string, files: readonly TextFile[]): Uint8Array<ArrayBuffer> {
  const entries: Zippable = {}
  for (const { name, text, runs } of files) {
    entries[`${folder}/${name}`] = [strToU8(text), { os: UNIX, attrs: (runs ? RUN : READ) << 16 }]
  }
  return new Uint8Array(zipSync(entries))
}

/** Hands a file to the browser's downloads. */
export function saveFile(name: string, content: Uint8Array<ArrayBuffer>, type: string): void {
  const url = URL.createObjectURL(new Blob([content], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The download has begun by then; before, some browsers would find nothing.
  setTimeout(() => URL.revokeObjectURL(url), 1_000)
}
