const TITLES: Readonly<Record<number, string>> = { 502: '502 Bad Gateway', 504: '504 Gateway Time-out' }

/** The error page of nginx, byte for byte its layout. */
export function nginxPage(status: 502 | 504): string {
  const title = TITLES[status] ?? ''
  return [
    '<html>',
    `<head><title>${title}</title></head>`,
    '<body>',
    `<center><h1>${title}</h1></center>`,
    '<hr><center>nginx/1.27.2</center>',
    '</body>',
    '</html>',
    '',
  ].join('\r\n')
}
