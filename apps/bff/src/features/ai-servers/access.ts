import type { AiServerClient, Identity } from '@ohif-admin/aiaa-client'
import type { AiServer, ServerAccess } from '@ohif-admin/contracts'

/**
 * Whether anybody may change the models, from what looking tells. An AIAA server that lets the console in may let in
 * everybody or only some hosts: nobody can see which, so that stays unknown.
 */
const OPEN_TO_ALL: Readonly<Record<ServerAccess, AiServer['openToAll']>> = {
  open: 'yes',
  'sign-in': 'no',
  here: 'unknown',
  'not-here': 'no',
  unknown: 'unknown',
}

export const openToAll = (access: ServerAccess): AiServer['openToAll'] => OPEN_TO_ALL[access]

/** Asks who may change the server, with one of its models where some are listed. */
export const askAccess = (
  client: AiServerClient,
  origin: string,
  { identity, models }: { identity: Identity; models: readonly { name: string }[] },
): Promise<ServerAccess> => client.readAccess(origin, identity, models[0]?.name ?? null)
