const VIEWER = 'org.nrg.xnatx.ohifviewer'

/** Full logger names: the layout never shortens them. */
export const LOGGERS = {
  api: `${VIEWER}.xapi.OhifViewerApi`,
  advice: `${VIEWER}.xapi.OhifViewerControllerAdvice`,
  aiaaApi: `${VIEWER}.xapi.OhifAiaaApi`,
  roiColorApi: `${VIEWER}.xapi.OhifRoiColorApi`,
  configApi: `${VIEWER}.xapi.OhifViewerConfigApi`,
  handler: `${VIEWER}.inputcreator.JsonMetadataHandler`,
  creator: `${VIEWER}.inputcreator.ConfigServiceJsonCreator`,
  metadata: `${VIEWER}.inputcreator.CreateOhifViewerMetadata`,
  receiver: `${VIEWER}.inputcreator.CustomDicomReceiver`,
  data: `${VIEWER}.service.HibernateOhifSessionDataService`,
  listener: `${VIEWER}.event.listeners.OhifViewerEventListener`,
  roiApi: 'org.nrg.xnatx.roi.xapi.OhifRoiApi',
  security: 'org.nrg.xnatx.plugin.Security',
  plugin: 'org.nrg.xnatx.plugin.PluginUtils',
  scan: 'icr.etherj.AbstractPathScan',
  pathScan: 'icr.etherj.dicom.impl.DefaultPathScan',
  dicomwebApi: 'org.nrg.xnatx.dicomweb.xapi.OhifDicomwebApi',
  dicomwebHandler: 'org.nrg.xnatx.dicomweb.service.inputcreator.DicomwebInputHandler',
  dicomwebCreator: 'org.nrg.xnatx.dicomweb.service.inputcreator.DicomwebInputCreator',
} as const

const CONCURRENT_TAIL = [
  'java.util.concurrent.FutureTask.run(FutureTask.java:266)',
  'java.util.concurrent.ThreadPoolExecutor.runWorker(ThreadPoolExecutor.java:1149)',
  'java.util.concurrent.ThreadPoolExecutor$Worker.run(ThreadPoolExecutor.java:624)',
  'java.lang.Thread.run(Thread.java:748)',
]

/** Continuation lines of a record: the exception, then its frames. */
function stackTrace(exception: string, frames: readonly string[]): string {
  return [exception, ...frames.map((frame) => `\tat ${frame}`)].join('\n')
}

export function readFailureTrace(reason: string): string {
  return stackTrace(`java.io.IOException: ${reason}`, [
    'java.io.FileInputStream.readBytes(Native Method)',
    'java.io.BufferedInputStream.fill(BufferedInputStream.java:246)',
    'org.dcm4che2.io.DicomInputStream.readDicomObject(DicomInputStream.java:531)',
    'icr.etherj.dicom.impl.DefaultPathScan.scanFile(DefaultPathScan.java:76)',
    'icr.etherj.AbstractPathScan.scan(AbstractPathScan.java:127)',
    `${VIEWER}.inputcreator.CreateOhifViewerMetadata.jsonify(CreateOhifViewerMetadata.java:95)`,
    `${VIEWER}.inputcreator.ConfigServiceJsonCreator.create(ConfigServiceJsonCreator.java:110)`,
    `${VIEWER}.inputcreator.JsonMetadataHandler.createAndStoreJsonConfig(JsonMetadataHandler.java:148)`,
    ...CONCURRENT_TAIL,
  ])
}

export function numberFormatTrace(): string {
  return stackTrace('java.lang.NumberFormatException: For input string: "12a"', [
    'java.lang.Integer.parseInt(Integer.java:580)',
    `${VIEWER}.inputcreator.CustomDicomReceiver.notifyItemFound(CustomDicomReceiver.java:42)`,
    'icr.etherj.AbstractPathScan.scan(AbstractPathScan.java:127)',
    'java.lang.Thread.run(Thread.java:748)',
  ])
}

/** Trace of an exception that left a controller method. */
export function requestTrace(exception: string): string {
  return stackTrace(exception, [
    `${VIEWER}.xapi.OhifViewerApi.generateMetadata(OhifViewerApi.java:371)`,
    'sun.reflect.NativeMethodAccessorImpl.invoke0(Native Method)',
    'org.springframework.web.servlet.FrameworkServlet.service(FrameworkServlet.java:882)',
    'javax.servlet.http.HttpServlet.service(HttpServlet.java:750)',
    'java.lang.Thread.run(Thread.java:748)',
  ])
}

/** Plugin 3.0 to 3.4 dumps the DICOM content as a tree, ending in an empty line. */
export function treeDump(
  subject: string,
  modality: string,
  date: string,
  uid: string,
  images: number,
): string {
  const day = date.replaceAll('-', '')
  return `icr.etherj.dicom.impl.DefaultPatientRoot
  * PatientList: 1 patient
  icr.etherj.dicom.impl.DefaultPatient
    * Name: DEMO^${subject}
    * BirthDate: 19000101
    * Id: ${subject}
    * OtherId: 
    * Comments: 
    * StudyList: 1 study
    icr.etherj.dicom.impl.DefaultStudy
      * Date: ${day}
      * Id: 1
      * Modality: ${modality}
      * Description: STUDY
      * Accession: 
      * Uid: ${uid}
      * SeriesList: 1 series
      icr.etherj.dicom.impl.DefaultSeries
        * Number: 1
        * Modality: ${modality}
        * Description: SERIES
        * Date: ${day}
        * Time: 091203
        * Uid: ${uid}.1
        * StudyUid: ${uid}
        * InstanceList: ${images} SOP instances
`
}
