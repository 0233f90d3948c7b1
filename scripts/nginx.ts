import { ensureTool } from './debian-tool.ts'

/** An nginx for the tests that need a real proxy; `OHIF_ADMIN_NGINX` names another. Undefined when there is none. */
export const ensureNginx = () => ensureTool('nginx', 'OHIF_ADMIN_NGINX')
