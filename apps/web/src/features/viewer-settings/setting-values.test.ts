import type { RoiPreset } from '@ohif-admin/contracts'
import { describe, expect, it } from 'vitest'
import { colourOf, diffPresets, hexOf } from './setting-values.ts'

const preset = (label: string, ...color: RoiPreset['color']): RoiPreset => ({ label, color })

describe('the difference between presets', () => {
  it('names what comes, what goes and what gets another colour; order is no difference', () => {
    const before = [preset('Liver', 0, 0, 255), preset('Tumour', 255, 0, 0), preset('Vein', 1, 2, 3)]
    const after = [preset('Vein', 1, 2, 3), preset('Tumour', 250, 0, 0), preset('Spleen', 0, 255, 0)]
    expect(diffPresets(before, after)).toEqual({
      added: [after[2]],
      removed: [before[0]],
      recoloured: [{ before: before[1], after: after[1] }],
    })
  })
})

it('a colour is the same after a colour field had it', () => {
  expect(hexOf(preset('a', 0, 9, 255))).toBe('#0009ff')
  expect(colourOf('#0009ff')).toEqual([0, 9, 255])
})
