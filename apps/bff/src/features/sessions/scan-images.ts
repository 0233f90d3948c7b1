import type { ScanImages } from '@ohif-admin/contracts'
import type { XnatScan } from '@ohif-admin/xnat-client'

/** DICOM modalities whose objects are images. */
const IMAGES = new Set(
  'MR CT PT NM US CR DX MG XA RF XC ES GM OP OPT IO PX BI SM SC OT IVUS IVOCT'.split(' '),
)
/** Reports, states, plans and overlays: nothing that is shown by itself. */
const NO_IMAGES = new Set(
  'SR KO PR SEG RTSTRUCT RTPLAN RTRECORD REG FID RWV AU ECG EPS HD DOC PLAN SMR'.split(' '),
)
/** XNAT's types name the modality they were made for: `xnat:mrScanData`. */
const TYPE = /^xnat:([a-z]+)ScanData$/
const BY_TYPE: Readonly<Record<string, string>> = {
  pet: 'PT',
  petmr: 'PT',
  dx3DCraniofacial: 'DX',
  opt: 'OPT',
}

/**
 * Whether the viewer can show a scan, as far as XNAT's words go. The plugin decides by the SOP class of each file, which
 * only the DICOM headers tell, so even a likely one can turn out to have nothing the plugin takes.
 */
export function imagesOf({ modality, xsiType }: Pick<XnatScan, 'modality' | 'xsiType'>): ScanImages {
  const named = TYPE.exec(xsiType)?.[1] ?? ''
  const guess = (modality || BY_TYPE[named] || named).toUpperCase()
  if (NO_IMAGES.has(guess)) return 'none'
  return IMAGES.has(guess) && guess !== 'OT' ? 'likely' : 'unknown'
}
