import { atLeast } from './engine/version.ts'
import type { Answer } from './http/answers.ts'
import type { Call } from './http/call.ts'
import { dispatchData, dispatchXapi, needsCsrfToken } from './http/dispatch.ts'
import { type Route, RouteTable } from './http/routes.ts'
import { accessRoutes } from './routes/access.ts'
import { aiaaServerRoutes } from './routes/aiaa-servers.ts'
import { configRoutes } from './routes/config-service.ts'
import { dicomwebRoutes } from './routes/dicomweb.ts'
import { jsessionRoutes } from './routes/jsession.ts'
import { listingRoutes } from './routes/listings.ts'
import { logRoutes } from './routes/logs.ts'
import { roiPresetRoutes } from './routes/roi-presets.ts'
import { siteRoutes } from './routes/site.ts'
import { userRoutes } from './routes/users.ts'
import { viewerRoutes } from './routes/viewer.ts'
import { roiColorRoutes, viewerSettingRoutes } from './routes/viewer-settings.ts'
import { page } from './sign-in/filters.ts'
import type { State } from './state.ts'

/** Routes of a family since a plugin version. */
interface Family {
  since: readonly [number, number, number]
  routes: readonly Route[]
}

/** Answers requests that have passed the filters. Its tables are built once per state and plugin version. */
export class Router {
  readonly #state: State
  readonly #data: RouteTable
  readonly #families: readonly Family[]
  readonly #own: readonly Route[]
  #xapi: { version: string | null; table: RouteTable } | undefined

  constructor(state: State) {
    this.#state = state
    this.#data = new RouteTable([...jsessionRoutes(state), ...configRoutes(state), ...listingRoutes(state)])
    this.#own = [...accessRoutes(state), ...userRoutes(state), ...siteRoutes(state), ...logRoutes(state)]
    this.#families = [
      { since: [3, 0, 0], routes: viewerRoutes(state) },
      { since: [3, 0, 0], routes: aiaaServerRoutes(state) },
      { since: [3, 3, 0], routes: roiColorRoutes(state) },
      { since: [3, 5, 1], routes: roiPresetRoutes(state) },
      { since: [3, 7, 0], routes: dicomwebRoutes(state) },
      { since: [3, 7, 1], routes: viewerSettingRoutes(state) },
    ]
  }

  async answer(call: Call): Promise<Answer> {
    if (call.path.startsWith('/xapi/')) {
      return dispatchXapi(this.#xapiTable(), call, this.#state.site.siteId)
    }
    const path = call.path.replace(/^\/REST(?=\/|$)/, '/data')
    if (path.startsWith('/data/')) {
      return dispatchData(
        this.#data,
        { ...call, path },
        needsCsrfToken(call, this.#state.site.enableCsrfToken),
      )
    }
    return page(call.path)
  }

  /** A path the installed plugin does not have is an unknown path like any other. */
  #xapiTable(): RouteTable {
    const version = this.#state.settings.pluginVersion
    if (this.#xapi?.version !== version) {
      const present = this.#families.filter(({ since }) => atLeast(version, ...since))
      this.#xapi = {
        version,
        table: new RouteTable([...this.#own, ...present.flatMap(({ routes }) => routes)]),
      }
    }
    return this.#xapi.table
  }
}
