import type { LogCursor } from '@ohif-admin/contracts'
import { expect, test } from 'vitest'
import { bucketAt, bucketByKey, bucketUnder, widthsOf } from './density.ts'

const bucket = (firstStamp: string | null) => ({
  start: 'main:ab12:0' as LogCursor,
  firstStamp,
  records: 1,
  warnings: 0,
  errors: 0,
})

test('a line stands in the last part that begins no later', () => {
  const buckets = ['2024-03-12 10', '2024-03-12 11', null, '2024-03-12 13'].map(bucket)
  expect(bucketAt(buckets, '2024-03-12 09:00:00,000')).toBe(0)
  expect(bucketAt(buckets, '2024-03-12 11:30:00,000')).toBe(1)
  expect(bucketAt(buckets, '2024-03-13 00:00:00,000')).toBe(3)
})

test('every pixel of the strip belongs to a part', () => {
  expect(bucketUnder(0, 600, 120)).toBe(0)
  expect(bucketUnder(599.9, 600, 120)).toBe(119)
  expect(bucketUnder(700, 600, 120)).toBe(119)
  expect(bucketUnder(-3, 600, 120)).toBe(0)
  expect(bucketUnder(10, 0, 120)).toBe(0)
})

test('the keys of a slider move along the strip and stop at its ends', () => {
  expect(bucketByKey('ArrowDown', 5, 120)).toBe(6)
  expect(bucketByKey('PageUp', 5, 120)).toBe(0)
  expect(bucketByKey('End', 5, 120)).toBe(119)
  expect(bucketByKey('x', 5, 120)).toBeNull()
})

test('a busy part does not hide a quiet one', () => {
  expect(widthsOf([0, 1, 100])).toEqual([0, 0.1, 1])
  expect(widthsOf([0, 0])).toEqual([0, 0])
})
