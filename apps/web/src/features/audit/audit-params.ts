/** Names in the address; `entry` is the action whose details are open. */
export const AUDIT_PARAMS = ['actor', 'action', 'result', 'from', 'to', 'target', 'entry'] as const
export type AuditParams = Partial<Record<(typeof AUDIT_PARAMS)[number], string>>
