import { AuditService } from '../features/audit/audit.service.ts'
import { walkChain } from '../storage/audit.ts'
import { createAuditRows } from '../storage/audit-rows.ts'
import type { Shared } from './shared.ts'

export function wireAudit({ database, config, now }: Shared): AuditService {
  return new AuditService({
    rows: createAuditRows(database),
    walkChain: () => walkChain(database.db),
    siteName: config.SITE_NAME,
    now,
  })
}
