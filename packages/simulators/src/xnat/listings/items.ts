import type { Answer } from '../http/answers.ts'
import type { State } from '../state.ts'
import type { Experiment, Project } from '../world/model.ts'
import { jsonText } from './envelope.ts'

/** One experiment with its scans; values keep their type here. */
export function experimentItem(state: State, experiment: Experiment): Answer {
  const scans = experiment.scans.map((scan) => ({
    children: [],
    meta: { isHistory: false, 'xsi:type': scan.xsiType ?? experiment.xsiType.replace('Session', 'Scan') },
    data_fields: {
      ID: scan.id,
      quality: scan.quality ?? 'usable',
      UID: `${experiment.uid}.${scan.id}`,
      ...(scan.type === undefined ? {} : { type: scan.type }),
      ...(scan.description === undefined ? {} : { series_description: scan.description }),
      ...(scan.modality === undefined ? {} : { modality: scan.modality }),
      ...(scan.frames === undefined ? {} : { frames: scan.frames }),
    },
  }))
  return item(
    experiment.xsiType,
    {
      ID: experiment.id,
      label: experiment.label,
      project: experiment.project,
      subject_ID: experiment.subjectId,
      ...(experiment.date === '' ? {} : { date: experiment.date }),
      ...(experiment.modality === '' ? {} : { modality: experiment.modality }),
      UID: experiment.uid,
    },
    new Date(state.clock.now()),
    // A list without entries is left out, as every empty child is.
    experiment.imageSession && scans.length > 0 ? [{ field: 'scans/scan', items: scans }] : [],
  )
}

export function projectItem(state: State, project: Project): Answer {
  return item(
    'xnat:projectData',
    {
      ID: project.id,
      secondary_ID: project.secondaryId,
      name: project.name,
      ...(project.description === '' ? {} : { description: project.description }),
    },
    new Date(state.clock.now()),
    [],
  )
}

function item(
  xsiType: string,
  fields: Record<string, unknown>,
  startedAt: Date,
  children: unknown[],
): Answer {
  const meta = {
    create_event_id: 101,
    'xsi:type': xsiType,
    isHistory: false,
    start_date: startedAt.toUTCString(),
  }
  return jsonText({ items: [{ children, meta, data_fields: fields }] })
}
