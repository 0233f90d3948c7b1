const VIEWER = 'org.nrg.xnatx.ohifviewer.'
const DICOMWEB = 'org.nrg.xnatx.dicomweb.'

/** Full names of the loggers whose messages the rules know. The log prints them unshortened. */
export const LOGGERS = {
  api: `${VIEWER}xapi.OhifViewerApi`,
  advice: `${VIEWER}xapi.OhifViewerControllerAdvice`,
  aiaaApi: `${VIEWER}xapi.OhifAiaaApi`,
  colorApi: `${VIEWER}xapi.OhifRoiColorApi`,
  configApi: `${VIEWER}xapi.OhifViewerConfigApi`,
  roiApi: 'org.nrg.xnatx.roi.xapi.OhifRoiApi',
  handler: `${VIEWER}inputcreator.JsonMetadataHandler`,
  creator: `${VIEWER}inputcreator.ConfigServiceJsonCreator`,
  /** The creator's name in 3.0.0 alone. */
  firstCreator: `${VIEWER}inputcreator.ImageSessionJsonCreator`,
  scanner: `${VIEWER}inputcreator.CreateOhifViewerMetadata`,
  receiver: `${VIEWER}inputcreator.CustomDicomReceiver`,
  /** 2.1 only. */
  experiment: `${VIEWER}inputcreator.CreateExperimentMetadata`,
  listener: `${VIEWER}event.listeners.OhifViewerEventListener`,
  data: `${VIEWER}service.HibernateOhifSessionDataService`,
  dicomwebApi: `${DICOMWEB}xapi.OhifDicomwebApi`,
  dicomwebHandler: `${DICOMWEB}service.inputcreator.DicomwebInputHandler`,
  dicomwebCreator: `${DICOMWEB}service.inputcreator.DicomwebInputCreator`,
  security: 'org.nrg.xnatx.plugin.Security',
  utils: 'org.nrg.xnatx.plugin.PluginUtils',
} as const

// Their other messages are none of our business, so an unknown one there is no sign of a changed plugin.
const TOLERATED = [
  'icr.etherj',
  `${VIEWER}etherj.`,
  'org.nrg.xnatx.roi.',
  'org.nrg.xnatx.plugin.',
  DICOMWEB,
  `${VIEWER}service.`,
  LOGGERS.receiver,
]
const STRICT_APIS: readonly string[] = [LOGGERS.api, LOGGERS.advice]

/** Whether an unknown message of this logger is of no interest (library, regions of interest, settings, ...). */
export function isTolerated(logger: string): boolean {
  if (logger === LOGGERS.dicomwebApi) return false
  if (logger.startsWith(`${VIEWER}xapi.`)) return !STRICT_APIS.includes(logger)
  return TOLERATED.some((prefix) => logger.startsWith(prefix))
}

/** Whether only plugin 3.7 and later has this logger. */
export function isFrom37(logger: string): boolean {
  return logger.startsWith(DICOMWEB)
}
