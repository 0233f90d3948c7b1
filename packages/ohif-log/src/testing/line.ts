import { LOGGERS } from '../meaning/loggers.ts'

/** One record as the plugin would hand it to its logger; a line break in the message makes continuation lines. */
export interface Written {
  thread: string
  level: 'DEBUG' | 'INFO' | 'WARN' | 'ERROR'
  logger: string
  message: string
}

/** Steps of something that goes on in the server. `null` is a step that leaves no line. */
export type Activity = Generator<Written | null, void>

export type Version = '2.1' | '3.4' | '3.6' | '3.7'

export const EXTRA_LOGGERS = {
  scan: 'icr.etherj.AbstractPathScan',
  fileScan: 'icr.etherj.dicom.impl.DefaultPathScan',
  legacyScan: 'org.nrg.xnatx.ohifviewer.etherj.AbstractPathScan',
} as const

const { creator, handler, scanner } = LOGGERS

export function info(thread: string, logger: string, message: string): Written {
  return { thread, level: 'INFO', logger, message }
}

export function debug(thread: string, logger: string, message: string): Written {
  return { thread, level: 'DEBUG', logger, message }
}

/** The lines between a session's begin and its outcome, `files` images in the folder. */
export function* readDicom(thread: string, id: string, version: Version): Activity {
  const folder = `/data/xnat/archive/DEMO/arc001/${id}_MR1`
  yield debug(thread, creator, `Experiment path: ${folder}/`)
  yield info(thread, creator, `Creating JSON metadata for ${folder}/SCANS`)
  yield info(thread, creator, `xnatExperimentScanUrl: /data/experiments/${id}/scans/`)
  yield info(thread, scanner, `DICOM search: ${folder}/SCANS`)
  yield info(thread, EXTRA_LOGGERS.scan, 'Building import list...')
  yield info(thread, EXTRA_LOGGERS.scan, `Scanning 152 files from ${folder}/SCANS...`)
  yield info(thread, EXTRA_LOGGERS.scan, `Scan complete ${folder}/SCANS`)
  if (version === '3.4') yield debug(thread, scanner, dicomTree(id))
  else yield debug(thread, scanner, `Temp file named ${tempFile(id)} created for storing serialized JSON`)
}

/** The last line before a session is stored. */
export function* deleteTempFile(thread: string, id: string, version: Version): Activity {
  if (version !== '3.4') yield debug(thread, handler, `${tempFile(id)} has been deleted`)
}

function tempFile(id: string): string {
  const digits = Array.from(id, (letter) => letter.charCodeAt(0) % 10).join('')
  return `/usr/local/tomcat/temp/ohif${digits.padEnd(19, '7')}.tmp`
}

function dicomTree(id: string): string {
  const name = 'icr.etherj.dicom.impl.Default'
  const uid = '1.2.826.0.1.3680043.8.498.1001'
  const series = (number: number) => [
    `      ${name}Series`,
    `        * Number: ${number}`,
    '        * Modality: MR',
    '        * Description: T1',
    '        * Date: 20210614',
    '        * Time: 091203',
    `        * Uid: ${uid}.${number}`,
    `        * StudyUid: ${uid}`,
    '        * InstanceList: 76 SOP instances',
  ]
  return [
    `${name}PatientRoot`,
    '  * PatientList: 1 patient',
    `  ${name}Patient`,
    `    * Name: DEMO^${id}`,
    '    * BirthDate: 19000101',
    `    * Id: ${id}`,
    '    * OtherId: ',
    '    * Comments: ',
    '    * StudyList: 1 study',
    `    ${name}Study`,
    '      * Date: 20210614',
    '      * Id: 1',
    '      * Modality: MR',
    '      * Description: BRAIN',
    '      * Accession: ',
    `      * Uid: ${uid}`,
    '      * SeriesList: 2 series',
    ...series(1),
    ...series(2),
    '',
  ].join('\n')
}
