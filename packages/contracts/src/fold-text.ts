/** Letters without case and accents, so that `muller` finds `Müller` and `ÄUSSERE` finds `Äußere`. */
export function foldText(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('ς', 'σ')
}
