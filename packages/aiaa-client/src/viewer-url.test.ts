import { describe, expect, test } from 'vitest'
import { aiaaToolUrls, fixUrl, monaiLabelToolUrls, type ViewerTrouble, viewerTarget } from './index.ts'

test.each([
  ['http://h:5000', 'http://h:5000'],
  ['http://h:5000/', 'http://h:5000'],
  ['http://h:5000//', 'http://h:5000/'],
  ['https://h/aiaa/', 'https://h/aiaa'],
  ['h:5000', 'http://h:5000'],
  ['HTTP://h', 'http://HTTP://h'],
  ['http://', 'http:/'],
  ['', 'http://'],
])('the viewer corrects %j to %j', (text, fixed) => {
  expect(fixUrl(text)).toBe(fixed)
})

describe('the server the viewer calls', () => {
  test.each<[text: string, origin: string | null, trouble: ViewerTrouble[]]>([
    ['http://h:5000', 'http://h:5000', []],
    ['https://h', 'https://h', []],
    ['https://h/', 'https://h', []],
    ['h:5000', 'http://h:5000', ['scheme-added']],
    ['localhost:5000', 'http://localhost:5000', ['scheme-added']],
    ['//h:5000', 'http://h:5000', ['scheme-added']],
    ['', null, ['not-a-url']],
    ['ws://h', 'http://ws', ['scheme-misread']],
    ['http://h:abc', null, ['not-a-url']],
    ['http://h:99999', null, ['not-a-url']],
    ['http://', null, ['not-a-url']],
    ['http:', 'http://http', ['scheme-misread']],
    ['http:// h', null, ['not-a-url']],
    ['HTTP://h:5000', 'http://http', ['scheme-misread']],
    ['ftp://h', 'http://ftp', ['scheme-misread']],
    ['file:/x', 'http://file', ['scheme-misread']],
    ['https://h/aiaa', 'https://h', ['path-dropped']],
    ['http://h:5000/v1', 'http://h:5000', ['path-dropped']],
    [' http://h:5000', null, ['not-a-url']],
    ['http://h:5000 ', 'http://h:5000', []],
    ['http://h:5000?x=1', 'http://h:5000', ['query-dropped']],
    ['http://h:5000#x', 'http://h:5000', ['fragment-dropped']],
    ['http://user:pass@h:5000', null, ['credentials']],
    ['http://user@h:5000/a?b#c', null, ['credentials', 'path-dropped', 'query-dropped', 'fragment-dropped']],
    ['No AIAA server list found', null, ['not-a-url']],
  ])('for %j is %j', (text, origin, trouble) => {
    expect(viewerTarget(text)).toMatchObject({ origin, trouble })
  })

  test('is told together with the path that is left out', () => {
    expect(viewerTarget('https://h/ai/aiaa/').droppedPath).toBe('/ai/aiaa')
    expect(viewerTarget('https://h').droppedPath).toBeNull()
  })

  test('is the one every address of both tools is built on', () => {
    for (const text of ['http://h:5000', 'https://h/aiaa', 'HTTP://h:5000', 'h:5000']) {
      const { origin } = viewerTarget(text)
      expect(new URL(aiaaToolUrls(text).listModels()).origin).toBe(origin)
      expect(new URL(monaiLabelToolUrls(text).listModels()).origin).toBe(origin)
    }
  })
})

describe('the addresses of the AIAA tool', () => {
  const urls = aiaaToolUrls('https://h:5000/aiaa')

  test.each([
    [urls.listModels(), 'https://h:5000/v1/models'],
    [urls.checkSession('9ad9'), 'https://h:5000/session/9ad9?update_ts=true'],
    [urls.createSession(), 'https://h:5000/session/?expiry=7200'],
    [
      urls.run('segmentation', 'spleen', '9ad9'),
      'https://h:5000/v1/segmentation?model=spleen&session_id=9ad9&output=image',
    ],
    [urls.run('dextr3d', 'a b', '9'), 'https://h:5000/v1/dextr3d?model=a+b&session_id=9&output=image'],
    [urls.run('deepgrow', 'x', '9'), 'https://h:5000/v1/deepgrow?model=x&session_id=9&output=image'],
  ])('%s', (built, expected) => {
    expect(built).toBe(expected)
  })
})

describe('the addresses of the MONAI Label tool', () => {
  const urls = monaiLabelToolUrls('http://h:8000/monai')

  test.each([
    [urls.listModels(), 'http://h:8000/info'],
    [urls.checkSession('a1'), 'http://h:8000/session/a1?update_ts=true'],
    [urls.createSession(), 'http://h:8000/session/?expiry=7200&uncompress=false'],
    [urls.imageInfo('P/S/E/4'), 'http://h:8000/datastore/image/info/?image=P%2FS%2FE%2F4'],
    [
      urls.run('Histogram+GraphCut', { sessionId: 'a1' }),
      'http://h:8000/infer/Histogram%2BGraphCut?model=Histogram%2BGraphCut&session_id=a1&output=image',
    ],
    [
      urls.run('deepedit', { imageId: 'P/S/E/4' }),
      'http://h:8000/infer/deepedit?model=deepedit&image=P%2FS%2FE%2F4&output=image',
    ],
  ])('%s', (built, expected) => {
    expect(built).toBe(expected)
  })

  test('keep the first folder of a two-folder path for the image question only', () => {
    const nested = monaiLabelToolUrls('http://h/a/b')
    expect(nested.imageInfo('x')).toBe('http://h/a/datastore/image/info/?image=x')
    expect(nested.listModels()).toBe('http://h/info')
  })
})

test('addresses of a text that is no URL cannot be built', () => {
  expect(() => aiaaToolUrls('http://h:99999')).toThrow(TypeError)
  expect(() => monaiLabelToolUrls('')).toThrow(TypeError)
})
