import { describe, expect, it } from 'vitest'
import { notExamined } from '../jars/examine-jar.ts'
import { findingsOf } from './findings.ts'
import { fitOf } from './versions.ts'

describe('owners and permissions', () => {
  const owner = (uid: number, mode: number) => ({ uid, gid: uid, mode })
  const judged = (jar: ReturnType<typeof owner>) =>
    findingsOf({
      installation: {
        away: false,
        xnatVersion: '1.9',
        startedAt: Date.now(),
        plugins: [],
        features: new Map(),
      },
      plugin: { state: 'answers', listed: '3.6.0', atLeast: null },
      fit: 'fits',
      folder: {
        state: 'read',
        owner: owner(1000, 0o755),
        left: 0,
        jars: [{ ...notExamined('ohif-viewer-3.6.0.jar', null), state: 'examined', owner: jar }],
      },
    }).map(({ code }) => code)

  it('are fine as long as XNAT can read the jar, and root is worth a word', () => {
    expect(judged(owner(1000, 0o600))).toEqual([])
    expect(judged(owner(1001, 0o644))).toEqual([])
    expect(judged(owner(0, 0o644))).toEqual(['jar-other-owner'])
    expect(judged(owner(0, 0o600))).toEqual(['jar-not-readable'])
    expect(judged(owner(1001, 0o640))).toEqual(['jar-not-readable'])
  })
})

describe('a version of the plugin', () => {
  it.each([
    ['3.7.2', '1.10.0', 'fits'],
    ['3.7.2', '1.9.3', 'xnat-too-old'],
    ['3.6.0', '1.9.3', 'fits'],
    ['3.6.0', '1.8.7', 'fits'],
    ['3.6.0', '1.8.6', 'wants-bc-build'],
    ['3.5.0-BC', '1.8.6', 'fits'],
    ['3.4.0', '1.8.2', 'fits'],
    ['3.6.0', '1.7.6', 'xnat-too-old'],
    ['3.6.0', '1.10.0', 'unknown'],
    ['2.1.0', '1.7.6', 'fits'],
    ['2.1.0', '1.8.0', 'plugin-too-old'],
    [null, '1.9.0', 'unknown'],
    ['SNAPSHOT', '1.9.0', 'unknown'],
    ['3.6.0', 'Unknown', 'unknown'],
  ])('%s on XNAT %s: %s', (plugin, xnat, fit) => {
    expect(fitOf(plugin, xnat)).toBe(fit)
  })
})
