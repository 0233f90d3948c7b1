import type { Kind, Values } from './settings.ts'

/**
 * What will not work, or not for everybody, with values that are right in themselves. What is risky about the address
 * itself is judged elsewhere, by the rules for registered addresses.
 */
export type Warning =
  | 'end-of-life'
  | 'deprecated'
  | 'slower-without-triton'
  | 'proxy-needed'
  | 'proxy-redirect'
  | 'port-clash'
  | 'sign-in'
  | 'xnat-old-release'
  | 'xnat-large'
  | 'xnat-loopback'
  | 'not-all-projects'
  | 'privileged-port'
  | 'no-models'

const FIRST_UNPRIVILEGED_PORT = 1_024

/** The warnings for a choice, the gravest first. */
export function warningsOf(kind: Kind, values: Values): readonly Warning[] {
  const { scheme, port, publicPort } = values
  const behindTls = scheme === 'https'
  const monai = kind === 'monai-label'
  const found: readonly [Warning, boolean][] = [
    ['sign-in', monai && values.auth === 'on'],
    ['deprecated', kind === 'clara-3'],
    ['end-of-life', !monai],
    ['no-models', monai && values.models === ''],
    ['port-clash', behindTls && port === publicPort],
    ['proxy-needed', behindTls],
    ['proxy-redirect', behindTls && monai],
    ['privileged-port', monai && /^\d{1,4}$/.test(port) && Number(port) < FIRST_UNPRIVILEGED_PORT],
    ['slower-without-triton', kind === 'clara'],
    ...(monai && values.studies === 'xnat' ? ofXnat(values) : []),
  ]
  return found.filter(([, holds]) => holds).map(([name]) => name)
}

function ofXnat({ xnatUrl, xnatProjects }: Values): [Warning, boolean][] {
  const host = URL.canParse(xnatUrl) ? new URL(xnatUrl).hostname : ''
  return [
    ['xnat-loopback', /^(?:(?:.+\.)?localhost|127\..+|\[::1\]|0\.0\.0\.0)$/.test(host)],
    ['xnat-old-release', true],
    ['not-all-projects', xnatProjects !== ''],
    ['xnat-large', xnatProjects === ''],
  ]
}
