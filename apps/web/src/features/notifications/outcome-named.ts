import { DeliveryOutcome } from '@ohif-admin/contracts'

/** The outcome of this name; one of a newer server is `internal`. */
export const outcomeNamed = (name: string | undefined) => DeliveryOutcome.safeParse(name).data ?? 'internal'
