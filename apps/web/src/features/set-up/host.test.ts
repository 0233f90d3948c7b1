import type { PluginJar, SetUpFinding } from '@ohif-admin/contracts'
import { describe, expect, it } from 'vitest'
import { fixCommands, quoted } from './host.ts'

const jar = (file: string, more: Partial<PluginJar> = {}): PluginJar => ({
  file,
  state: 'examined',
  obstacle: null,
  looksLike: null,
  sizeBytes: 1,
  changedAt: null,
  owner: null,
  entries: 1,
  strangeNames: 0,
  pluginIds: [],
  isViewer: true,
  isRoiPlugin: false,
  version: null,
  etherj: null,
  ...more,
})

const finding = (code: SetUpFinding['code'], files: string[]): SetUpFinding => ({
  code,
  tone: 'bad',
  files,
  values: {},
})

describe('the commands of a finding', () => {
  it('take the older of two jars away, and never guess which it is', () => {
    const files = ['ohif-viewer-3.10.0.jar', 'ohif-viewer-3.6.0.jar']
    const jars = [jar(files[0] ?? '', { version: '3.10.0' }), jar(files[1] ?? '', { version: '3.6.0' })]
    expect(fixCommands(finding('two-viewer-jars', files), jars, 'docker')).toEqual([
      'mkdir -p xnat-data/home/plugins-removed',
      'mv xnat-data/home/plugins/ohif-viewer-3.6.0.jar xnat-data/home/plugins-removed/',
      'docker-compose restart xnat-web',
    ])
    const alike = jars.map((one) => ({ ...one, version: '3.6.0' }))
    expect(fixCommands(finding('two-viewer-jars', files), alike, 'docker')).toEqual([])
    expect(fixCommands(finding('two-viewer-jars', files), [], 'service')).toEqual([])
  })

  it('are those of the installation at hand', () => {
    expect(fixCommands(finding('restart-needed', ['a.jar']), [], 'service')).toEqual([
      'sudo service tomcat7 restart',
    ])
    expect(fixCommands(finding('jar-not-readable', ['a.jar']), [], 'service')).toEqual([
      'sudo chown --reference="$XNAT_HOME"/plugins "$XNAT_HOME"/plugins/a.jar',
      'sudo chmod 644 "$XNAT_HOME"/plugins/a.jar',
    ])
  })

  it('keep the viewer when it shares a library with another jar', () => {
    const jars = [jar('ohif-viewer-3.6.0.jar'), jar('other.jar', { isViewer: false })]
    const commands = fixCommands(
      finding('etherj-twice', ['ohif-viewer-3.6.0.jar', 'other.jar']),
      jars,
      'docker',
    )
    expect(commands.join()).toContain('plugins/other.jar')
    expect(commands.join()).not.toContain('ohif-viewer')
  })

  it('take a name as a name, whatever a shell would make of it', () => {
    expect(quoted('$(reboot).jar')).toBe("'$(reboot).jar'")
    expect(quoted("a'; rm -rf x; '.jar")).toBe("'a'\\''; rm -rf x; '\\''.jar'")
    expect(quoted('-rf.jar')).toBe("'-rf.jar'")
    expect(fixCommands(finding('jar-not-zip', ['a\u001b]0;x.jar']), [], 'docker')).toEqual([])
    expect(fixCommands(finding('jar-not-zip', ['x\u202egnp.jar']), [], 'docker')).toEqual([])
  })
})
