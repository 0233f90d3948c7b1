import { readFileSync } from 'node:fs'
import type { Report } from '../cli/report.ts'

const FOLDER = new URL('../../fixtures/', import.meta.url)

/** What a sample is expected to give, by hand. */
export interface Expected {
  pluginVersion: string
  files: string[]
  runs: Report['runs']
  dicomwebRuns?: Report['dicomwebRuns']
  otherGeneration?: Report['otherGeneration']
}

export function expectedSamples(): Record<string, Expected> {
  return JSON.parse(readFileSync(new URL('expected.json', FOLDER), 'utf8'))
}

export function sampleFile(name: string): Uint8Array {
  return readFileSync(new URL(name, FOLDER))
}
