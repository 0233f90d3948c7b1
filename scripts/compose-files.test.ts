import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { CONSOLE_FLAGS } from '@ohif-admin/dev-stack/console-flags'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { ensureDockerCompose } from './docker-compose.ts'

const compose = ensureDockerCompose()
const docker = path.join(import.meta.dirname, '../docker')

interface Service {
  image?: string
  environment?: Record<string, string>
  volumes?: unknown[]
  networks?: Record<string, unknown>
  read_only?: boolean
  cap_drop?: string[]
  ports?: unknown[]
  group_add?: unknown[]
}
type Understood = { services: Record<string, Service>; networks?: Record<string, Record<string, unknown>> }

/** Compose files as docker-compose understands them together. Throws with what it says when it refuses them. */
function understood(files: readonly string[], env: Record<string, string> = {}, folder = docker): Understood {
  const args = [...files.flatMap((file) => ['-f', file]), 'config']
  return parse(
    execFileSync(compose ?? '', args, {
      cwd: folder,
      env: { PATH: process.env['PATH'] ?? '', ...env },
      encoding: 'utf8',
      stdio: 'pipe',
    }),
  ) as Understood
}

const PUBLIC_URL = 'https://xnat.example.org/ohif-admin/'

describe.skipIf(!compose)(
  'docker-compose (skipped where it cannot be had: set OHIF_ADMIN_DOCKER_COMPOSE)',
  () => {
    it('takes the console as a project of its own, in the network of XNAT, the log only to be read', () => {
      const env = { XNAT_LOGS: '/srv/xnat/logs', OHIF_ADMIN_PUBLIC_URL: PUBLIC_URL }
      const { services, networks } = understood(['compose.yaml'], env)
      const console = services['ohif-admin']
      expect(console?.environment).toMatchObject({ OHIF_ADMIN_PUBLIC_URL: PUBLIC_URL })
      expect(JSON.stringify(console?.volumes)).toMatch(/\/srv\/xnat\/logs:\/xnat-logs:ro|"read_only":true/)
      expect(console).toMatchObject({ read_only: true, cap_drop: ['ALL'] })
      expect(networks?.['xnat-network']).toMatchObject({ name: 'xnat-docker-compose_xnat-network' })
      expect(() => understood(['compose.yaml'])).toThrow(/the log folder of XNAT|the address of the console/)
    })

    it('takes the override together with a project that is laid out like that of XNAT', () => {
      const folder = mkdtempSync(path.join(tmpdir(), 'xnat-compose-'))
      try {
        const own = {
          version: '3.8',
          services: { 'xnat-web': { image: 'xnat-web', networks: ['xnat-network'] } },
          networks: { 'xnat-network': {} },
        }
        writeFileSync(path.join(folder, 'docker-compose.yml'), JSON.stringify(own))
        copyFileSync(
          path.join(docker, 'xnat-override.yaml'),
          path.join(folder, 'docker-compose.override.yml'),
        )
        const files = ['docker-compose.yml', 'docker-compose.override.yml']
        const { services } = understood(files, { OHIF_ADMIN_PUBLIC_URL: PUBLIC_URL }, folder)
        expect(Object.keys(services).sort()).toEqual(['ohif-admin', 'xnat-web'])
        const console = services['ohif-admin']
        expect(JSON.stringify(console?.volumes)).toContain(`${folder}/xnat-data/home/logs`)
        expect(JSON.stringify(console?.networks)).toContain('xnat-network')
        expect(JSON.stringify(console?.group_add)).toBe('["1000"]')
        expect(() => understood(files, {}, folder)).toThrow(/the address of the console in browsers/)
      } finally {
        rmSync(folder, { recursive: true })
      }
    })

    it('takes the demo, which only its own machine can reach', () => {
      const { services } = understood(['demo.yaml'])
      expect(JSON.stringify(services['demo']?.ports)).toMatch(/127\.0\.0\.1/)
    })

    it('builds stages that exist, from files that exist', () => {
      const dockerfile = readFileSync(path.join(docker, 'Dockerfile'), 'utf8')
      const stages = [...dockerfile.matchAll(/^FROM .* AS (\w+)$/gm)].map(([, name]) => name)
      expect(stages).toContain('demo')
      // Without a target the last one is built: the console, and no demo.
      expect(dockerfile.slice(dockerfile.lastIndexOf('\nFROM'))).toContain('apps/bff/dist/main.js')
    })

    it('run the console with the same options of Node as everywhere', () => {
      const command = JSON.stringify(['node', ...CONSOLE_FLAGS, 'apps/bff/dist/main.js']).replaceAll(
        ',',
        ', ',
      )
      expect(readFileSync(path.join(docker, 'Dockerfile'), 'utf8')).toContain(`CMD ${command}`)
    })
  },
)
