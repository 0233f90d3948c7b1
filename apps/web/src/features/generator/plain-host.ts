/** The location for a proxy without Docker's resolver, with the console at this address of the same machine. */
export function onPlainHost(location: string, address: string): string {
  return location
    .replace(/^ *resolver .*\n/gm, '')
    .replace(/^ *# Looked up while running.*\n/gm, '')
    .replace(/^#.*\n/gm, '')
    .replaceAll('http://ohif-admin:8080', address)
    .trimStart()
}
