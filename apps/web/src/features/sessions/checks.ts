import type {
  EmptySign,
  SessionFacts,
  SessionLookup,
  SessionMetadata,
  SessionRebuild,
  SessionRebuilds,
  SessionScans,
} from '@ohif-admin/contracts'

/** One thing that is asked for: an answer, a failure, or neither yet. */
export interface Asked<Answer> {
  data: Answer | undefined
  error: Error | null
}

/** Rebuilds as far back as they were read. */
export interface KnownRebuilds extends Pick<SessionRebuilds, 'rebuilds' | 'coming' | 'log'> {}

/** Everything that was learned of a session so far. */
export interface Checks {
  lookup: Asked<SessionLookup>
  scans: Asked<SessionScans>
  metadata: Asked<SessionMetadata>
  rebuilds: Asked<KnownRebuilds>
}

export function factsOf({ data }: Asked<SessionLookup>): SessionFacts | undefined {
  return data?.outcome === 'found' ? data.session : undefined
}

/** Slides are shown from an index of their own, not from the document. */
export const isSlide = ({ modality, xsiType }: Pick<SessionFacts, 'modality' | 'xsiType'>): boolean =>
  modality === 'SM' || xsiType === 'xnat:smSessionData'

/** The newest rebuild that left a document; migrated ones leave the old one. */
export function lastStored(rebuilds: readonly SessionRebuild[]): SessionRebuild | undefined {
  return rebuilds.find(({ verdict }) => verdict === 'stored' || verdict === 'migrated')
}

export type EmptyReason = EmptySign | 'no-scans' | 'no-images'

/**
 * Why a stored document may have nothing in it: by the log of the rebuild that stored it, and by XNAT's scans. `null`
 * when there is no valid document; `undefined` while, or because, not all that is needed is known and nothing speaks for it.
 */
export function emptyReasons({ scans, metadata, rebuilds }: Checks): EmptyReason[] | null | undefined {
  const state = metadata.data?.viewer.state
  if (state === 'missing') return null
  const signs = lastStored(rebuilds.data?.rebuilds ?? [])?.empty ?? []
  const reasons: EmptyReason[] = state === 'present' || state === undefined ? [...new Set(signs)] : []
  if (state === 'present' && scans.data) {
    if (scans.data.total === 0) reasons.push('no-scans')
    else if (scans.data.none === scans.data.total) reasons.push('no-images')
  }
  if (reasons.length > 0) return reasons
  const known = state === 'present' && scans.data && rebuilds.data?.log.sight.state === 'ok'
  return known ? [] : undefined
}
