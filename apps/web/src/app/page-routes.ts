import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { withMessages } from '../i18n/i18n.ts'
import { frameRoute } from './frame-route.ts'
import { NotFoundPage } from './not-found-page.tsx'
import {
  aiServersSearch,
  assignmentsSearch,
  auditSearch,
  coverageSearch,
  findSessionSearch,
  logSearch,
  notificationsSearch,
  projectSessionsSearch,
  regenerationSearch,
  requestsSearch,
  runSearch,
  setUpSearch,
} from './search-params.ts'

const overviewRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/',
  component: lazyRouteComponent(() => import('./pages/overview.tsx'), 'OverviewRoute'),
})

const regenerationRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/regeneration',
  validateSearch: regenerationSearch,
  component: lazyRouteComponent(
    () => withMessages(import('./pages/regeneration.tsx'), 'regeneration'),
    'RegenerationRoute',
  ),
})

const runRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/runs/$runId',
  validateSearch: runSearch,
  component: lazyRouteComponent(
    () => withMessages(import('./pages/run.tsx'), 'regeneration', 'log', 'notifications'),
    'RunRoute',
  ),
})

const logRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/log',
  validateSearch: logSearch,
  component: lazyRouteComponent(() => withMessages(import('./pages/log.tsx'), 'log'), 'LogRoute'),
})

const coverageRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/coverage',
  validateSearch: coverageSearch,
  component: lazyRouteComponent(
    () => withMessages(import('./pages/coverage.tsx'), 'coverage', 'notifications'),
    'CoverageRoute',
  ),
})

const auditRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/audit',
  validateSearch: auditSearch,
  component: lazyRouteComponent(() => withMessages(import('./pages/audit.tsx'), 'audit'), 'AuditRoute'),
})

const aiServersRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/ai-servers',
  validateSearch: aiServersSearch,
  component: lazyRouteComponent(
    () => withMessages(import('./pages/ai-servers.tsx'), 'servers', 'models'),
    'AiServersRoute',
  ),
})

const assignmentsRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/assignments',
  validateSearch: assignmentsSearch,
  component: lazyRouteComponent(
    () => withMessages(import('./pages/assignments.tsx'), 'assignments', 'servers'),
    'AssignmentsRoute',
  ),
})

const requestsRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/requests',
  validateSearch: requestsSearch,
  component: lazyRouteComponent(
    () => withMessages(import('./pages/requests.tsx'), 'requests', 'assignments', 'servers'),
    'RequestsRoute',
  ),
})

const projectRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/projects/$projectId',
  component: lazyRouteComponent(
    () =>
      withMessages(
        import('./pages/project.tsx'),
        'projects',
        'requests',
        'assignments',
        'servers',
        'coverage',
        'viewer',
      ),
    'ProjectRoute',
  ),
})

const checklistRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/projects/$projectId/checklist',
  component: lazyRouteComponent(
    () => withMessages(import('./pages/checklist.tsx'), 'projects', 'assignments', 'servers'),
    'ChecklistRoute',
  ),
})

const setUpRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/set-up',
  validateSearch: setUpSearch,
  component: lazyRouteComponent(
    () => withMessages(import('./pages/set-up.tsx'), 'setup', 'models'),
    'SetUpRoute',
  ),
})

const notificationsRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/notifications',
  validateSearch: notificationsSearch,
  component: lazyRouteComponent(
    () => withMessages(import('./pages/notifications.tsx'), 'notifications'),
    'NotificationsRoute',
  ),
})

const findSessionRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/sessions',
  validateSearch: findSessionSearch,
  component: lazyRouteComponent(
    () => withMessages(import('./pages/find-session.tsx'), 'sessions'),
    'FindSessionRoute',
  ),
})

const projectSessionsRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/projects/$projectId/sessions',
  validateSearch: projectSessionsSearch,
  component: lazyRouteComponent(
    () => withMessages(import('./pages/project-sessions.tsx'), 'sessions'),
    'ProjectSessionsRoute',
  ),
})

const sessionPageRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/projects/$projectId/sessions/$sessionId',
  component: lazyRouteComponent(
    () => withMessages(import('./pages/session-page.tsx'), 'sessions', 'regeneration'),
    'SessionRoute',
  ),
})

const elsewhereRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '$',
  component: NotFoundPage,
})

/** Every page within the frame. */
export const PAGE_ROUTES = [
  overviewRoute,
  regenerationRoute,
  runRoute,
  logRoute,
  coverageRoute,
  auditRoute,
  aiServersRoute,
  assignmentsRoute,
  requestsRoute,
  projectRoute,
  checklistRoute,
  findSessionRoute,
  projectSessionsRoute,
  sessionPageRoute,
  setUpRoute,
  notificationsRoute,
  elsewhereRoute,
] as const
