/** True when an Accept header admits the media type; an absent header admits everything. */
export function admits(accept: string | undefined, mediaType: string): boolean {
  if (accept === undefined || accept.trim() === '') return true
  const [type] = mediaType.split('/')
  return accept.split(',').some((part) => {
    const [range = '', ...params] = part.split(';').map((piece) => piece.trim().toLowerCase())
    if (params.some((piece) => /^q=0(\.0*)?$/.test(piece))) return false
    return range === '*/*' || range === mediaType || range === `${type}/*`
  })
}

/**
 * Media type that a known file extension at the end of the path asks for. Spring 4.3 lets it win over the Accept
 * header, so a call that ends in such a name answers 406 (XNAT contract, extension trap).
 */
const EXTENSIONS: Readonly<Record<string, string>> = {
  log: 'text/plain',
  txt: 'text/plain',
  html: 'text/html',
  xml: 'application/xml',
  json: 'application/json',
  zip: 'application/zip',
  com: 'application/x-msdownload',
  org: 'application/vnd.lotus-organizer',
  me: 'text/troff',
  ms: 'text/troff',
  man: 'text/troff',
}

export function typeFromExtension(path: string): string | undefined {
  const last = path.split('/').at(-1) ?? ''
  const extension = /\.([a-z0-9]+)$/i.exec(last)?.[1]
  return extension === undefined ? undefined : EXTENSIONS[extension.toLowerCase()]
}
