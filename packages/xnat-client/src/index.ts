import { putServerList, serverList, serverListMeta } from './ai-servers.ts'
import { askExistence, sessionExists } from './exists.ts'
import { installedPlugins, type PluginFeature, pluginFeature, uptimeMs } from './installation.ts'
import { downloadLogs } from './log-download.ts'
import * as reads from './reads.ts'
import { type BulkCall, rebuildAll } from './rebuild.ts'
import { type ExperimentQuery, findExperiments, sessionScans } from './session-reads.ts'
import { rebuildSession, type SessionCall } from './session-rebuild.ts'
import type { Credentials } from './sign-in.ts'
import { signIn, signOut, whoAmI } from './sign-in.ts'
import { invalidateToken, issueToken } from './tokens.ts'
import { createTransport } from './transport.ts'
import { viewerConfigCalls } from './viewer-config.ts'

export type { ServerListMeta } from './ai-servers.ts'
export { classifyRedirect, errorText, type RefusalRedirect, UpstreamError } from './errors.ts'
export type { Existence, ExistenceAnswer } from './exists.ts'
export type { InstalledPlugin, PluginFeature, Presence } from './installation.ts'
export type { PlainAnswer, PutAnswer } from './once.ts'
export { paths, queries } from './paths.ts'
export type { XnatImageSession, XnatProject, XnatSubject } from './reads.ts'
export type { BulkAnswer, BulkCall, BulkTarget } from './rebuild.ts'
export type { XnatExperiment, XnatScan } from './session-reads.ts'
export type { SessionAnswer } from './session-rebuild.ts'
export type { AliasToken } from './tokens.ts'
export { upstreamHeaders } from './transport.ts'

/** A client of one XNAT. Every call but `signIn` and `buildInfo` acts in somebody's own XNAT session. */
export function createXnatClient(baseUrl: string) {
  const transport = createTransport(baseUrl)
  return {
    signIn: (credentials: Credentials) => signIn(transport, credentials),
    signOut: (session: string) => signOut(transport, session),
    whoAmI: (session: string) => whoAmI(transport, session),
    roles: (session: string, user: string) => reads.roles(transport, session, user),
    ownEmail: (session: string) => reads.ownEmail(transport, session),
    groups: (session: string, user: string) => reads.groups(transport, session, user),
    editableProjects: (session: string) => reads.editableProjects(transport, session),
    buildInfo: (session?: string) => reads.buildInfo(transport, session),
    viewerPlugin: (session: string) => reads.viewerPlugin(transport, session),
    installedPlugins: (session: string) => installedPlugins(transport, session),
    uptimeMs: (session: string) => uptimeMs(transport, session),
    pluginFeature: (session: string, feature: PluginFeature, project: string | null) =>
      pluginFeature(transport, session, feature, project),
    readableProjects: (session: string, all: boolean) => reads.readableProjects(transport, session, all),
    projectSessions: (session: string, project: string) => reads.projectSessions(transport, session, project),
    siteSessions: (session: string) => reads.siteSessions(transport, session),
    projectSubjects: (session: string, project: string) => reads.projectSubjects(transport, session, project),
    serverList: (session: string, project: string | null) => serverList(transport, session, project),
    putServerList: (session: string, project: string | null, list: readonly string[]) =>
      putServerList(transport, session, project, list),
    serverListMeta: (session: string, project: string | null) => serverListMeta(transport, session, project),
    ...viewerConfigCalls(transport),
    rebuildSession: (
      session: string,
      call: SessionCall,
      options: { signal?: AbortSignal; timeoutMs: number },
    ) => rebuildSession(transport, session, call, options),
    issueToken: (session: string) => issueToken(transport, session),
    invalidateToken: (session: string, alias: string) => invalidateToken(transport, session, alias),
    rebuildAll: (session: string, call: BulkCall, options: { signal?: AbortSignal; timeoutMs: number }) =>
      rebuildAll(transport, session, call, options),
    sessionExists: (
      session: string,
      call: { project: string; session: string; data: 'viewer' | 'dicomweb' },
      signal?: AbortSignal,
    ) => sessionExists(transport, session, call, signal),
    askExistence: (
      session: string,
      call: { project: string; session: string; data: 'viewer' | 'dicomweb' },
      signal?: AbortSignal,
    ) => askExistence(transport, session, call, signal),
    findExperiments: (session: string, query: ExperimentQuery) => findExperiments(transport, session, query),
    sessionScans: (session: string, experiment: string) => sessionScans(transport, session, experiment),
    downloadLogs: (session: string, options: { signal?: AbortSignal; timeoutMs: number }) =>
      downloadLogs(transport, session, options),
    close: () => transport.close(),
  }
}
export type XnatClient = ReturnType<typeof createXnatClient>
