import { type Answer, empty, json } from '../http/answers.ts'
import { type Call, param } from '../http/call.ts'
import { XapiFailure } from '../http/failures.ts'
import { authenticated } from '../http/levels.ts'
import type { Route } from '../http/routes.ts'
import type { State } from '../state.ts'
import { isGuest, isSiteAdmin } from '../world/rights.ts'

const JSON_MEDIA = 'application/json'

/** Build information, settings, counts and plugins of the site. */
export function siteRoutes(state: State): Route[] {
  return [
    {
      method: 'GET',
      path: '/xapi/siteConfig/buildInfo',
      produces: JSON_MEDIA,
      handle: () => json(200, buildInfo(state)),
    },
    {
      method: 'GET',
      path: '/xapi/siteConfig/uptime',
      level: authenticated,
      produces: JSON_MEDIA,
      handle: () => json(200, uptime(state.clock.now() - state.startedAt)),
    },
    ...settingRoutes(state),
    {
      method: 'GET',
      path: '/xapi/totalCounts/reset',
      produces: JSON_MEDIA,
      handle: () =>
        json(200, {
          'xnat:projectData': state.world.projects.size,
          'xnat:subjectData': state.world.subjects.size,
          'xnat:imageSessionData': [...state.world.experiments.values()].filter((one) => one.imageSession)
            .length,
        }),
    },
    ...pluginRoutes(state),
  ]
}

function buildInfo(state: State): Record<string, string> {
  const version = state.options.xnatVersion
  return {
    version,
    buildNumber: '42',
    buildDate: 'Tue Nov 4 10:00:00 UTC 2025',
    sha: 'abc1234',
    isDirty: 'false',
    branch: 'master',
    commit: '0',
    tag: version,
    shaFull: 'abc1234def5678abc1234def5678abc1234def56',
    timestamp: '1762250400000',
    hostName: 'xnat-web-1',
    displayHostName: 'false',
    nodeId: 'xnat-web-1',
  }
}

/** `minutes` and the larger units are left out when zero. */
function uptime(ms: number): Record<string, string> {
  const minutes = Math.floor(ms / 60_000)
  const units = {
    days: Math.floor(minutes / 1440),
    hours: Math.floor(minutes / 60) % 24,
    minutes: minutes % 60,
  }
  const named = Object.entries(units)
    .filter(([, value]) => value > 0)
    .map(([name, value]) => [name, String(value)])
  return { ...Object.fromEntries(named), seconds: ((ms % 60_000) / 1000).toFixed(3) }
}

type Readers = 'all' | 'users' | 'admins'

/** Settings with who may read them; unknown ones are the administrators'. */
function settings(state: State): Record<string, { value: unknown; readers: Readers }> {
  const { site } = state
  return {
    siteId: { value: site.siteId, readers: 'all' },
    siteUrl: { value: state.siteUrl(), readers: 'all' },
    siteHome: { value: '/screens/QuickSearch.vm', readers: 'all' },
    siteLogoPath: { value: '/images/logo.png', readers: 'all' },
    siteDescriptionText: { value: 'Demonstration archive', readers: 'users' },
    siteWideAlertStatus: { value: '0', readers: 'users' },
    siteWideAlertMessage: { value: '', readers: 'users' },
    siteWideAlertType: { value: 'message', readers: 'users' },
    requireLogin: { value: site.requireLogin, readers: 'admins' },
    sessionTimeout: { value: `${Math.round(site.sessionTimeoutMs / 60_000)} minutes`, readers: 'admins' },
    concurrentMaxSessions: { value: site.concurrentMaxSessions, readers: 'admins' },
    maxFailedLogins: { value: site.maxFailedLogins, readers: 'admins' },
    enableCsrfToken: { value: site.enableCsrfToken, readers: 'admins' },
    archivePath: { value: '/data/xnat/archive', readers: 'admins' },
  }
}

function settingRoutes(state: State): Route[] {
  const mayRead = (call: Call, readers: Readers) =>
    readers === 'all' || isSiteAdmin(call.user) || (readers === 'users' && !isGuest(call.user))
  const denied = (call: Call): Answer =>
    isGuest(call.user) ? empty(401, { 'www-authenticate': `Basic realm="${state.site.siteId}"` }) : empty(403)
  const pick = (entries: [string, { value: unknown }][]) =>
    json(200, Object.fromEntries(entries.map(([name, { value }]) => [name, value])))
  return [
    {
      method: 'GET',
      path: '/xapi/siteConfig',
      produces: JSON_MEDIA,
      handle: (call) =>
        pick(Object.entries(settings(state)).filter(([, { readers }]) => mayRead(call, readers))),
    },
    {
      method: 'GET',
      path: '/xapi/siteConfig/values/:names',
      produces: JSON_MEDIA,
      handle: (call) => {
        const all = settings(state)
        const names = param(call, 'names').split(',')
        if (!names.every((name) => mayRead(call, all[name]?.readers ?? 'admins'))) return denied(call)
        return pick(Object.entries(all).filter(([name]) => names.includes(name)))
      },
    },
    {
      method: 'GET',
      path: '/xapi/siteConfig/:name',
      produces: JSON_MEDIA,
      handle: (call) => {
        const setting = settings(state)[param(call, 'name')]
        if (!mayRead(call, setting?.readers ?? 'admins')) return denied(call)
        if (!setting) throw new XapiFailure(`No setting ${param(call, 'name')}`, 404)
        // A string comes unquoted although it is labelled JSON.
        return typeof setting.value === 'string'
          ? { ...json(200, ''), body: setting.value }
          : json(200, setting.value)
      },
    },
  ]
}

function pluginRoutes(state: State): Route[] {
  return [
    {
      method: 'GET',
      path: '/xapi/plugins',
      produces: JSON_MEDIA,
      handle: () => json(200, plugins(state)),
    },
    {
      method: 'GET',
      path: '/xapi/plugins/:plugin',
      produces: JSON_MEDIA,
      handle: (call) => {
        const plugin = plugins(state)[param(call, 'plugin')]
        if (!plugin) throw new XapiFailure(`Plugin not found: ${param(call, 'plugin')}`, 404)
        return json(200, plugin)
      },
    },
  ]
}

function plugins(state: State): Record<string, unknown> {
  const version = state.settings.pluginVersion
  if (version === null) return {}
  return {
    ohifViewerPlugin: {
      pluginClass: 'org.nrg.xnatx.ohifviewer.OhifViewerPlugin',
      id: 'ohifViewerPlugin',
      name: 'XNAT OHIF Viewer Plugin',
      version,
      description: 'Integrates the OHIF Cornerstone Viewer into XNAT.',
      beanName: 'ohifViewerPlugin',
      logConfigurationFile: '/ohifviewer-logback.xml',
      entityPackages: ['icr.xnat.plugin.roi.entity', 'org.nrg.xnatx.ohifviewer.entity'],
      dataModelBeans: [
        {
          type: 'icr:roiCollectionData',
          secured: false,
          singular: 'ROI Collection',
          plural: 'ROI Collections',
          code: 'ROIC',
        },
      ],
      extendedAttributes: {},
    },
  }
}
