import { ProjectId, RunId } from '@ohif-admin/contracts'
import type { LogChange, LogRun } from '@ohif-admin/ohif-log'
import { describe, expect, it } from 'vitest'
import { makeRun } from '../../storage/testing/make-run.ts'
import { createLiveRun } from './live-run.ts'
import { takeChange, toCursors } from './log-binding.ts'

const FILE = '0123456789abcdef'
const seen = (changes: Partial<LogRun> = {}): LogChange => ({
  opened: true,
  sessions: [],
  run: {
    key: `${FILE}:500`,
    kind: 'bulk',
    scope: 'project',
    target: 'LIVER',
    fileKey: FILE,
    startOffset: 500,
    requestThread: 'http-nio-8080-exec-1',
    pool: null,
    startedAt: null,
    endedAt: null,
    outcome: 'running',
    total: 0,
    discovering: true,
    sessions: [],
    ...changes,
  } as unknown as LogRun,
})
const run = (before: { fileKey: string; offset: number } | null = { fileKey: FILE, offset: 400 }) =>
  createLiveRun(
    makeRun({
      id: RunId.parse('11111111-1111-4111-8111-111111111111'),
      projectId: ProjectId.parse('LIVER'),
      startCursors: before && toCursors(new Map([['xnat', before]])),
    }),
    new Map(),
  )
const live = { source: 'xnat', arrivedLive: true, epochMs: 1 }
const past = { ...live, arrivedLive: false }

describe('a run in the log', () => {
  it('is ours when it has our target and began after our call', () => {
    const ours = run()
    expect(takeChange(ours, seen(), live)).toBe(true)
    expect(ours.row).toMatchObject({ logKey: `${FILE}:500`, logSource: 'xnat', lastLineAt: 1 })
  })

  it.each([
    ['another project', { target: 'KNEE' }],
    ['another scope', { scope: 'subject' as const }],
    ['one session', { kind: 'session' as const }],
    ['a DICOMweb run', { kind: 'dicomweb' as const }],
    ['an older run of the same project', { startOffset: 399, key: `${FILE}:399` }],
  ])('is not ours when it is %s', (_name, changes) => {
    expect(takeChange(run(), seen(changes), live)).toBe(false)
  })

  it('is ours also in the file after the nightly roll', () => {
    expect(takeChange(run(), seen({ fileKey: 'fedcba9876543210', startOffset: 0 }), past)).toBe(true)
  })

  it('is not changed for another once it is known', () => {
    const ours = run()
    takeChange(ours, seen(), live)
    expect(takeChange(ours, seen({ key: `${FILE}:900`, startOffset: 900 }), live)).toBe(false)
    expect(takeChange(ours, seen(), { ...live, source: 'other' })).toBe(false)
  })

  it('is not one of the past when the log could not be read before the call', () => {
    expect(takeChange(run(null), seen({ outcome: 'completed' }), past)).toBe(false)
    expect(takeChange(run(null), seen(), past)).toBe(true)
    expect(takeChange(run(null), seen({ outcome: 'completed' }), live)).toBe(true)
  })
})
