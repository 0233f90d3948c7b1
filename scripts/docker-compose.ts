import { ensureTool } from './debian-tool.ts'

/**
 * A docker-compose for the tests that have Compose files read by the real thing, for which no Docker engine is needed;
 * `OHIF_ADMIN_DOCKER_COMPOSE` names another. Undefined when there is none.
 */
export const ensureDockerCompose = () => ensureTool('docker-compose', 'OHIF_ADMIN_DOCKER_COMPOSE')
