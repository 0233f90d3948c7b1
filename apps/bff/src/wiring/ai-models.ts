import path from 'node:path'
import { createAiServerClient } from '@ohif-admin/aiaa-client'
import type { RemoveModel } from '@ohif-admin/contracts'
import { AiModelsService } from '../features/ai-models/ai-models.service.ts'
import { removeModel } from '../features/ai-models/removal.ts'
import { createServerDoor } from '../features/ai-models/server-door.ts'
import { Spool } from '../features/ai-models/spool.ts'
import type { AiServersService } from '../features/ai-servers/ai-servers.service.ts'
import type { HealthWatch } from '../features/ai-servers/health-watch.ts'
import type { Actor, Origin } from '../lib/actor.ts'
import { createGuardedFetch } from '../lib/outbound/guarded-fetch.ts'
import { createGuardedSend } from '../lib/outbound/guarded-send.ts'
import type { OutboundRules } from '../lib/outbound/outbound-policy.ts'
import { createModelLoadsRepository } from '../storage/model-loads.ts'
import type { Shared } from './shared.ts'

interface Around {
  servers: AiServersService
  watch: HealthWatch
  rules: OutboundRules
}

/** Loading and removing models of AI servers. */
export function wireAiModels(shared: Shared, { servers, watch, rules }: Around) {
  const { config, database, hub } = shared
  // Only site admins come this far, who could register any server.
  const guard = { rules, standingOf: () => 'admin' as const }
  const needs = {
    ...shared,
    servers,
    loads: createModelLoadsRepository(database),
    spool: new Spool(config.UPLOAD_DIR ?? path.join(config.DATA_DIR, 'uploads')),
    door: createServerDoor(
      createGuardedSend(guard),
      createAiServerClient({ fetch: createGuardedFetch(guard) }),
    ),
    publish: ({ origin }: { origin: string }) =>
      hub.publish('model-loads', { projectId: null }, (audience) =>
        audience === 'admin' ? { type: 'model-loads', origin } : undefined,
      ),
    alone: watch.alone.bind(watch),
    uploadLimitBytes: config.UPLOAD_MAX_BYTES,
  }
  const models = new AiModelsService(needs)
  return {
    models,
    remove: (actor: Actor, request: RemoveModel, from: Origin) =>
      removeModel(actor, request, { from, needs: { ...needs, models } }),
  }
}
