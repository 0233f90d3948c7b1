import { atLeast } from '../engine/version.ts'
import type { State } from '../state.ts'
import type { Experiment } from '../world/model.ts'

/** The session JSON the viewer loads; one series with a few instances is enough to show its form. */
export function sessionDocument(state: State, experiment: Experiment): string {
  if (experiment.modality === 'SM' && atLeast(state.settings.pluginVersion, 3, 7)) {
    return JSON.stringify({
      transactionId: experiment.id,
      isDicomWeb: true,
      studies: [{ StudyInstanceUID: experiment.uid }],
    })
  }
  const patient = state.world.subjects.get(experiment.subjectId)?.label ?? ''
  const day = experiment.date.replaceAll('-', '')
  const series = {
    Modality: experiment.modality,
    SeriesInstanceUID: `${experiment.uid}.1`,
    SeriesNumber: 1,
    SeriesDescription: 'Axial',
    SeriesDate: day,
    SeriesTime: '101500',
    instances: [1, 2, 3].map((number) => instance(experiment, number)),
  }
  return JSON.stringify({
    transactionId: experiment.id,
    studies: [
      {
        series: experiment.behaviour === 'empty' ? [] : [series],
        StudyInstanceUID: experiment.uid,
        StudyDate: day,
        StudyTime: '101000',
        StudyDescription: 'Study',
        PatientID: patient,
        PatientName: patient,
      },
    ],
  })
}

function instance(experiment: Experiment, number: number) {
  return {
    metadata: {
      BitsAllocated: 16,
      Columns: 256,
      Rows: 256,
      InstanceNumber: number,
      NumberOfFrames: 1,
      SOPInstanceUID: `${experiment.uid}.1.${number}`,
      SOPClassUID: '1.2.840.10008.5.1.4.1.1.4',
    },
    url: `/data/experiments/${experiment.id}/scans/1/resources/DICOM/files/${number}.dcm`,
  }
}
