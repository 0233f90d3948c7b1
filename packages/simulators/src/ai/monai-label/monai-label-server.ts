import { type Answer, text } from '../http/answers.ts'
import type { AiServerCall, AiServerControl } from '../http/control.ts'
import { answerWith, starletteCors, withCors } from '../http/cors.ts'
import { matchPath } from '../http/router.ts'
import { startSimulatedServer } from '../http/simulated-server.ts'
import { appRoutes } from './app-routes.ts'
import { authRoutes, type RoleRoute, refusalOf } from './auth.ts'
import { detail, isUnhandled } from './errors.ts'
import { imageRoutes } from './image-routes.ts'
import { modelRoutes } from './model-routes.ts'
import {
  type MonaiLabelInfo,
  type MonaiLabelServerOptions,
  type MonaiLabelSettings,
  settingsOf,
} from './options.ts'
import { sessionRoutes } from './session-routes.ts'
import { createState } from './state.ts'
import { advanceTraining, trainRoutes } from './train-routes.ts'

export interface MonaiLabelServer extends AiServerControl {
  /** Replaces the app's description, broken ones too. */
  setInfo(info: MonaiLabelInfo): void
  /** Replaces the models of the description; its other members stay. */
  setModels(models: Readonly<Record<string, unknown>>): void
  /** XNAT behind the datastore is gone or refuses: `/info/` fails, the API description does not. */
  breakDatastore(): void
  /** The datastore knows this scan, given as `project/subject/experiment/scan`. */
  addScan(imageId: string): void
  advanceTraining(): void
  expireSessions(): void
  /** Without a log there is no log file. */
  setLog(log: string | undefined): void
}

/** A MONAI Label 0.8.5 server as its source shows it. Bodies come from `fixtures/ai/monai-label`. */
export async function startMonaiLabelServer(
  options: MonaiLabelServerOptions = {},
): Promise<MonaiLabelServer> {
  const settings = settingsOf(options)
  const state = createState(settings)
  const cors = starletteCors(settings.corsOrigins)
  const routes = [
    ...appRoutes(state, settings),
    ...authRoutes(settings),
    ...modelRoutes(state),
    ...trainRoutes(state),
    ...sessionRoutes(state, settings),
    ...imageRoutes(state),
  ]

  const control = await startSimulatedServer({
    ...(options.tls ? { tls: options.tls } : {}),
    serverHeader: 'uvicorn',
    answer: (call) => cors.preflight(call) ?? answerCall(call, routes, settings),
    finish: (call, answer) => (isUnhandled(answer) ? answer : withCors(answer, cors.headers(call))),
    onReset: () => Object.assign(state, createState(settings)),
  })

  return {
    ...control,
    setInfo: (info) => {
      state.info = info
    },
    setModels: (models) => {
      state.info = { ...state.info, models }
    },
    breakDatastore: () => {
      state.datastoreBroken = true
    },
    addScan: (imageId) => {
      state.scans.add(imageId)
    },
    advanceTraining: () => advanceTraining(state),
    expireSessions: () => state.sessions.clear(),
    setLog: (log) => {
      state.log = log
    },
  }
}

/** The framework's order: route, else wrong method (405), else the path with its slash toggled (307), else 404. */
async function answerCall(
  call: AiServerCall,
  routes: readonly RoleRoute[],
  settings: MonaiLabelSettings,
): Promise<Answer> {
  const matches = matchPath(routes, call.path)
  const match = matches.find(({ route }) => route.method === call.method)
  if (match) {
    const { role } = match.route as RoleRoute
    return refusalOf(call, role, settings) ?? match.route.handle(call, match.values)
  }
  const allowed = matches[0]?.route.method
  if (allowed) return answerWith(detail(405, 'Method Not Allowed'), { allow: allowed })
  const toggled = call.path.endsWith('/') ? call.path.slice(0, -1) : `${call.path}/`
  if (matchPath(routes, toggled).length === 0) return detail(404, 'Not Found')
  const query = call.query.size > 0 ? `?${call.query}` : ''
  const location = `${settings.scheme}://${call.headers.host ?? ''}${toggled}${query}`
  return { ...text(307, ''), headers: { location } }
}
