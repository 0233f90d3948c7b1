import type { Random } from '../random.ts'
import type { SessionSpec } from '../types.ts'
import { DOCUMENT_REVISION, type Experiment, type Subject } from './model.ts'

interface Surroundings {
  projectId: string
  subject: Subject
  ordinal: number
  now: number
  random: Random
}

const XSI_TYPES: Readonly<Record<string, string>> = {
  MR: 'xnat:mrSessionData',
  CT: 'xnat:ctSessionData',
  PT: 'xnat:petSessionData',
  SM: 'xnat:smSessionData',
}

/** Builds one experiment from what the caller named; everything else is plausible filler. */
export function createExperiment(spec: SessionSpec & { id: string }, around: Surroundings): Experiment {
  const { random, ordinal, subject, projectId } = around
  const modality = spec.modality ?? 'MR'
  const visit = (ordinal % 3) + 1
  const files = spec.files ?? random.between(60, 620)
  return {
    id: spec.id,
    label: spec.label ?? `${subject.label}_${modality || 'IMG'}${visit}`,
    project: projectId,
    subjectId: subject.id,
    xsiType: spec.xsiType ?? XSI_TYPES[modality] ?? 'xnat:otherDicomSessionData',
    modality,
    date:
      spec.date ??
      `2025-${String((ordinal % 12) + 1).padStart(2, '0')}-${String((ordinal % 28) + 1).padStart(2, '0')}`,
    uid: `1.2.826.0.1.3680043.8.498.${random.digits(12)}`,
    files,
    scans: spec.scans ?? (spec.behaviour === 'empty' ? [] : [{ id: '1', type: 'T1', frames: files }]),
    imageSession: spec.imageSession ?? true,
    insertDate: around.now - 3_600_000 + ordinal,
    sharedInto: (spec.sharedInto ?? []).map((share) => ({
      project: share.project,
      label: share.label ?? spec.label ?? spec.id,
    })),
    behaviour: spec.behaviour ?? 'ok',
    buildMs: spec.buildMs,
    dicomwebIndexed: false,
    ...documentOf(spec),
  }
}

function documentOf(spec: SessionSpec): Pick<Experiment, 'document' | 'oldDocument'> {
  switch (spec.document ?? 'valid') {
    case 'valid':
      return { document: { revision: DOCUMENT_REVISION }, oldDocument: false }
    case 'outdated':
      return { document: { revision: 1 }, oldDocument: false }
    case 'old':
      return { document: undefined, oldDocument: true }
    case 'none':
      return { document: undefined, oldDocument: false }
  }
}
