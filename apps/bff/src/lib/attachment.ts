/**
 * The `content-disposition` of a download (RFC 6266): the name in ASCII for everybody, and as it is, in UTF-8, for all
 * browsers of today. Characters that mean something in a path or in the header are replaced.
 */
export function attachment(name: string): string {
  const safe = name.toWellFormed().replace(/[\p{Cc}\p{Cf}"\\/:*?<>|]/gu, '_')
  const ascii = safe.replace(/[^\u0020-\u007e]/g, '_').replaceAll('%', '_')
  const encoded = encodeURIComponent(safe).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`
}
