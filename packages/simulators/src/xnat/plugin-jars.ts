import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { zip } from './zip.ts'

export interface JarSpec {
  /** The XNAT plugins it declares. */
  plugins?: readonly { id: string; version?: string }[]
  /** What the build wrote into the manifest. */
  manifestVersion?: string
  /** Holds EtherJ, of this version. */
  etherj?: string
  /** Further entries by name. */
  more?: Readonly<Record<string, string>>
}

/** A jar as a build makes it: a manifest, the properties of its plugins, and classes. */
export function makeJar({ plugins = [], manifestVersion, etherj, more = {} }: JarSpec = {}): Buffer {
  const implementation = manifestVersion ? `Implementation-Version: ${manifestVersion}\r\n` : ''
  const files: Record<string, string> = {
    'META-INF/MANIFEST.MF': `Manifest-Version: 1.0\r\n${implementation}`,
  }
  for (const { id, version } of plugins) {
    const lines = [`id=${id}`, `name=${id}`, ...(version ? [`version=${version}`] : [])]
    files[`META-INF/xnat/${id}-plugin.properties`] = `${lines.join('\n')}\n`
  }
  if (etherj) {
    files['META-INF/maven/icr/etherj/pom.properties'] = `groupId=icr\nartifactId=etherj\nversion=${etherj}\n`
    files['icr/etherj/Xml.class'] = 'class'
  }
  const modifiedAt = new Date('2024-01-01T00:00:00Z')
  const entries = Object.entries({ ...files, ...more })
  return zip(entries.map(([name, content]) => ({ name, content: Buffer.from(content), modifiedAt })))
}

/** The viewer plugin's one jar, with the library it brings along. */
export const makeViewerJar = (version: string): Buffer =>
  makeJar({ plugins: [{ id: 'ohifViewerPlugin', version }], manifestVersion: version, etherj: '1.1.3' })

const VIEWER_JAR = /^ohif-viewer-(\d[\w.-]*)\.jar$/

/** Version of the viewer plugin that a JVM finds in the folder when it starts; null when there is none it can load. */
export function pluginInFolder(folder: string): string | null {
  for (const name of readdirSync(folder).sort()) {
    const [, version] = VIEWER_JAR.exec(name) ?? []
    if (version && readFileSync(join(folder, name)).subarray(0, 2).toString() === 'PK') return version
  }
  return null
}
