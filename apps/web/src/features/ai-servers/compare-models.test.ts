import type { AiModelView } from '@ohif-admin/contracts'
import { expect, it } from 'vitest'
import { compareModels } from './compare-models.ts'

const model = (name: string, changes: Partial<AiModelView> = {}): AiModelView => ({
  name,
  type: 'segmentation',
  description: '',
  version: '1',
  labels: ['liver'],
  labelValues: null,
  viewer: 'usable',
  others: {},
  ...changes,
})

it('puts what only one server has first, then what differs, then what is alike', () => {
  const compared = compareModels(
    [model('alike'), model('differs'), model('mine')],
    [model('differs', { labels: ['liver', 'tumour'], version: '2' }), model('alike'), model('theirs')],
  )
  expect(compared.map(({ name, differences }) => [name, differences])).toEqual([
    ['mine', []],
    ['theirs', []],
    ['differs', ['labels', 'version']],
    ['alike', []],
  ])
  expect([compared[0]?.other, compared[1]?.one]).toEqual([null, null])
})

it('takes the order of labels for a difference: mask values follow it', () => {
  const [only] = compareModels([model('m', { labels: ['a', 'b'] })], [model('m', { labels: ['b', 'a'] })])
  expect(only?.differences).toEqual(['labels'])
})
