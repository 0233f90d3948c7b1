import type { ModelFinding } from '@ohif-admin/contracts'
import { refuse, warn } from './finding.ts'
import { type Generation, MODEL_FILE } from './target.ts'

/** As much of the beginning of a file as `lintHead` looks at, in bytes. */
export const HEAD_BYTES = 512

export interface FileFacts {
  name: string
  bytes: number
}

/** Judges a file before any of it is read. */
export function lintSize({ name, bytes }: FileFacts, limitBytes: number): ModelFinding[] {
  if (bytes === 0) return [refuse('file-empty', { name })]
  return bytes > limitBytes ? [refuse('file-too-large', { name, bytes, limitBytes })] : []
}

/** Judges a model file by its name and its first bytes. */
export function lintModelFile(name: string, head: Uint8Array, generation: Generation): ModelFinding[] {
  const { endings, name: expected } = MODEL_FILE[generation]
  const stranger = strangerIn(name, head)
  if (stranger.length > 0) return stranger
  const findings: ModelFinding[] = []
  if (!endings.some((ending) => name.toLowerCase().endsWith(ending)))
    findings.push(warn('file-of-other-generation', { name, expected }))
  // What PyTorch saves as TorchScript is a zip.
  if (generation !== '3.x' && !startsWith(head, 'PK')) findings.push(warn('file-not-torchscript', { name }))
  return findings
}

/** Judges a weights file of MONAI Label, which takes anything and looks at nothing. */
export const lintWeights = strangerIn

/** What is downloaded in place of a file when a sign-in or a large-file extension is missing. */
function strangerIn(name: string, head: Uint8Array): ModelFinding[] {
  const text = new TextDecoder().decode(head).trimStart()
  if (/^<(!doctype|html|\?xml)/i.test(text)) return [refuse('file-is-page', { name })]
  return text.startsWith('version https://git-lfs') ? [refuse('file-is-pointer', { name })] : []
}

function startsWith(bytes: Uint8Array, text: string): boolean {
  return [...text].every((letter, index) => bytes[index] === letter.charCodeAt(0))
}
