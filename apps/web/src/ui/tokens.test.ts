import { describe, expect, it } from 'vitest'

/** Unit tests load no styles, and the page's program knows nothing of files: so the one function needed is named here. */
const files: { readFileSync(path: URL, encoding: 'utf8'): string } = await import(['node', 'fs'].join(':'))
const css = files.readFileSync(new URL('./tokens.css', import.meta.url), 'utf8')

/** Light and dark value of each token that has a plain colour in both. */
const TOKENS = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map(
    ([, name, light, dark]) => [name, { light: light ?? '', dark: dark ?? '' }],
  ),
)

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

/** WCAG 2 contrast, 1 to 21. */
function contrast(first: string, second: string, theme: 'light' | 'dark'): number {
  const [a, b] = [first, second].map((name) => {
    const token = TOKENS.get(name)
    if (!token) throw new Error(`no token ${name}`)
    return luminance(token[theme])
  })
  const [low = 0, high = 0] = [a ?? 0, b ?? 0].sort((x, y) => x - y)
  return (high + 0.05) / (low + 0.05)
}

const TONES = ['running', 'good', 'attention', 'bad', 'neutral']
const GROUNDS = ['bg', 'surface', 'sunken', 'hover', 'accent-soft']

/** Foreground and ground of every text of the console. */
const TEXT: [string, string][] = [
  ...['ink', 'ink-2', 'accent'].flatMap((ink) => GROUNDS.map((ground): [string, string] => [ink, ground])),
  ...TONES.flatMap((tone): [string, string][] => [
    [tone, `${tone}-soft`],
    [tone, 'surface'],
    [tone, 'hover'],
    ['ink', `${tone}-soft`],
    ['ink-2', `${tone}-soft`],
    ['accent', `${tone}-soft`],
  ]),
  ['accent-ink', 'accent'],
  ...['production', 'test', 'demo'].map((name): [string, string] => [`env-${name}`, `env-${name}-soft`]),
]

/** Edges of controls, parts of the bar, dots: 3 to 1 against what they stand on. */
const SHAPES: [string, string][] = [
  ['line-strong', 'surface'],
  ['line-strong', 'bg'],
  ...TONES.map((tone): [string, string] => [`${tone}-fill`, 'surface']),
  ...['production', 'test', 'demo'].map((name): [string, string] => [`env-${name}`, 'surface']),
]

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  it.each(TEXT)('text in %s can be read on %s', (ink, ground) => {
    expect(contrast(ink, ground, theme)).toBeGreaterThanOrEqual(4.5)
  })

  it.each(SHAPES)('a shape in %s can be seen on %s', (shape, ground) => {
    expect(contrast(shape, ground, theme)).toBeGreaterThanOrEqual(3)
  })
})
