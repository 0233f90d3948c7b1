import type { Translate } from '../../i18n/translate.ts'
import type { SearchState } from './search-state.ts'

/** How far a search has come, in words: `37 of 37 matches`, `12 so far, 40 % searched`. */
export function searchSentence(search: SearchState, { t }: { t: Translate; locale: string }): string {
  const { status, matches, index, hits, share, problem } = search
  switch (status) {
    case 'off':
    case 'refused':
      return ''
    case 'checking':
      return t('explorer.search.checking')
    case 'searching':
      return t('explorer.search.running', { count: matches, percent: Math.floor(share * 100) })
    case 'cancelled':
      return t('explorer.search.cancelled', { count: matches })
    case 'failed':
      return problem === null
        ? t('explorer.search.broken')
        : t('explorer.search.brokenWhy', { why: t(`log.problem.${problem}`) })
    case 'done': {
      if (matches === 0) return t('explorer.search.none')
      const found =
        index === null
          ? t('explorer.search.matches', { count: matches })
          : t('explorer.search.at', { index: index + 1, count: matches })
      return hits.length < matches
        ? `${found}. ${t('explorer.search.listed', { count: hits.length })}`
        : found
    }
  }
}
