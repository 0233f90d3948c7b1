import { expect, it } from 'vitest'
import { imagesOf } from './scan-images.ts'

it.each([
  ['MR', 'xnat:mrScanData', 'likely'],
  ['', 'xnat:ctScanData', 'likely'],
  ['', 'xnat:petScanData', 'likely'],
  ['SR', 'xnat:mrScanData', 'none'],
  ['', 'xnat:srScanData', 'none'],
  ['SEG', 'xnat:segScanData', 'none'],
  ['RTSTRUCT', 'xnat:rtImageScanData', 'none'],
  ['', 'xnat:otherDicomScanData', 'unknown'],
  ['OT', 'xnat:otherDicomScanData', 'unknown'],
  ['', '', 'unknown'],
  ['<b>', 'site:ownScanData', 'unknown'],
] as const)('a scan of modality "%s" and type "%s": %s', (modality, xsiType, images) => {
  expect(imagesOf({ modality, xsiType })).toBe(images)
})
