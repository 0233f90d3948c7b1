import type { Answer } from '../http/answers.ts'
import type { AiServerCall, AiServerControl } from '../http/control.ts'
import { type Cors, openCors, withCors } from '../http/cors.ts'
import { matchPath, type Route } from '../http/router.ts'
import { startSimulatedServer } from '../http/simulated-server.ts'
import { adminRoutes } from './admin.ts'
import { unknownRoute } from './errors.ts'
import { logRoutes } from './logs.ts'
import { modelRoutes } from './models.ts'
import { type AiaaModelListing, type AiaaServerOptions, type AiaaSettings, settingsOf } from './options.ts'
import { pageRoutes } from './pages.ts'
import { runRoutes } from './runs.ts'
import { sessionRoutes } from './sessions.ts'
import { createState } from './state.ts'

export interface AiaaServer extends AiServerControl {
  /** Replaces the loaded models; listings are served as given, broken ones too. */
  setModels(listings: readonly AiaaModelListing[]): void
  /** The list still answers, every run fails. */
  breakEngine(): void
  /** Triton looked at its model folder: what was loaded since can run now. */
  pollTriton(): void
  expireSessions(): void
  setLog(log: string): void
}

/**
 * An NVIDIA AIAA server of a Clara Train generation, as far as its clients, documents and reports show it. Model lists,
 * configurations, errors and the log come from `fixtures/ai/aiaa`.
 */
export async function startAiaaServer(options: AiaaServerOptions = {}): Promise<AiaaServer> {
  const settings = settingsOf(options)
  const state = createState(settings)
  const cors = openCors(settings.cors)
  const routes = [
    ...modelRoutes(state, settings),
    ...runRoutes(state, settings),
    ...sessionRoutes(state, settings),
    ...adminRoutes(state, settings),
    ...logRoutes(state, settings),
    ...pageRoutes(settings),
  ]

  const control = await startSimulatedServer({
    ...(options.tls ? { tls: options.tls } : {}),
    serverHeader: settings.generation === '4.1' ? 'uvicorn' : 'Werkzeug',
    answer: (call) => answerCall(call, routes, cors, settings),
    finish: (call, answer) => withCors(answer, cors.headers(call)),
    onReset: () => Object.assign(state, createState(settings)),
  })

  return {
    ...control,
    setModels: (listings) => {
      state.listings = [...listings]
    },
    breakEngine: () => {
      state.engineBroken = true
    },
    pollTriton: () => state.pending.clear(),
    expireSessions: () => state.sessions.clear(),
    setLog: (log) => {
      state.log = log
    },
  }
}

/** Collection paths answer with and without a trailing slash: known clients use both. */
function answerCall(
  call: AiServerCall,
  routes: readonly Route[],
  cors: Cors,
  settings: AiaaSettings,
): Answer | Promise<Answer> {
  const path = call.path.length > 1 ? call.path.replace(/\/$/, '') : call.path
  const method = call.method === 'HEAD' ? 'GET' : call.method
  const match = matchPath(routes, path).find(({ route }) => route.method === method)
  return cors.preflight(call) ?? match?.route.handle(call, match.values) ?? unknownRoute(settings.generation)
}
