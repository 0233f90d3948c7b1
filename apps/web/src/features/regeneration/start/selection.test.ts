import { describe, expect, it } from 'vitest'
import { impactRequestOf, kindOf, scopeOf, selectionOf } from './selection.ts'

const RUN = '6f2c1d3e-0a4b-4c5d-8e6f-7a8b9c0d1e2f'

describe('an address', () => {
  it.each([
    [{}, 'project'],
    [{ project: 'LIVER' }, 'project'],
    [{ project: 'LIVER', subject: 'XNAT_S1' }, 'subject'],
    [{ project: 'LIVER', subject: 'XNAT_S1', session: 'XNAT_E1' }, 'session'],
    [{ scope: 'site' }, 'site'],
    [{ scope: 'everything' }, 'project'],
  ] as const)('%j means the scope %s', (params, scope) => expect(scopeOf(params)).toBe(scope))

  it('names what is chosen', () => {
    expect(selectionOf({ project: 'LIVER', session: 'XNAT_E1' })).toEqual({
      is: 'complete',
      select: { of: 'target', target: { scope: 'session', projectId: 'LIVER', sessionId: 'XNAT_E1' } },
    })
    expect(selectionOf({ run: RUN, take: 'migrated' })).toEqual({
      is: 'complete',
      select: { of: 'run', runId: RUN, take: 'migrated' },
    })
    expect(selectionOf({ coverage: 'all' })).toEqual({
      is: 'complete',
      select: { of: 'coverage', projectId: null },
    })
  })

  it('says which part is missing, and which part cannot be', () => {
    expect(selectionOf({})).toEqual({ is: 'missing', part: 'project' })
    expect(selectionOf({ project: 'a b' })).toEqual({ is: 'bad', part: 'project' })
    expect(selectionOf({ project: 'LIVER', scope: 'subject' })).toEqual({ is: 'missing', part: 'subject' })
    expect(selectionOf({ project: 'LIVER', session: 'a/../b' })).toEqual({ is: 'bad', part: 'session' })
    expect(selectionOf({ run: 'x' })).toEqual({ is: 'bad', part: 'run' })
  })
})

describe('the kind of run', () => {
  const kind = (params: Parameters<typeof selectionOf>[0], admin = true) =>
    kindOf(params, selectionOf(params), admin)

  it('is what the person may start, unless the address says otherwise', () => {
    expect(kind({ project: 'LIVER' })).toBe('bulk')
    expect(kind({ project: 'LIVER' }, false)).toBe('guided')
    expect(kind({ project: 'LIVER', kind: 'bulk' }, false)).toBe('bulk')
    expect(kind({ project: 'LIVER', kind: 'guided' })).toBe('guided')
  })

  it('is guided for what XNAT has no bulk call for', () => {
    expect(kind({ project: 'LIVER', session: 'XNAT_E1', kind: 'bulk' })).toBe('guided')
    expect(kind({ run: RUN, kind: 'bulk' })).toBe('guided')
    expect(kind({ coverage: 'LIVER', kind: 'bulk' })).toBe('guided')
  })

  it('decides what is asked about the impact', () => {
    expect(impactRequestOf({ project: 'LIVER' }, true)).toEqual({
      kind: 'bulk',
      target: { scope: 'project', projectId: 'LIVER' },
      data: 'viewer',
    })
    expect(impactRequestOf({ project: 'LIVER', kind: 'guided', data: 'dicomweb' }, true)).toEqual({
      kind: 'guided',
      select: { of: 'target', target: { scope: 'project', projectId: 'LIVER' } },
      data: 'dicomweb',
    })
    expect(impactRequestOf({}, true)).toBeNull()
  })
})
