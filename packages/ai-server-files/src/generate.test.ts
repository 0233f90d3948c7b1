import { execFileSync } from 'node:child_process'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { ensureDockerCompose } from '../../../scripts/docker-compose.ts'
import { generate } from './generate.ts'
import { problemsOf } from './problems.ts'
import { defaultsOf, EXAMPLES, FIELD_NAMES, KINDS, type Kind, type Values } from './settings.ts'
import { callOf, folderWith } from './testing/shell.ts'
import { valuesOf } from './testing/values.ts'

const compose = ensureDockerCompose()

const HOSTILE = fc.oneof(
  fc.constantFrom(
    `/srv/x'; id; '`,
    '/srv/"$(id)"',
    '/srv/a\nPORT=1',
    '/srv/$HOME',
    '5000\n',
    `a"\n  evil: 1`,
  ),
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
)

const textOf = (kind: Kind, name: string, changed: Partial<Values> = {}) =>
  generate(kind, valuesOf(kind, changed)).files.find((file) => file.name === name)?.text ?? ''

/** The Compose file as docker-compose understands it, with the environment file. Throws when it refuses either. */
async function understood(kind: Kind, changed: Partial<Values> = {}) {
  const { files } = generate(kind, valuesOf(kind, changed))
  await using place = await folderWith(files)
  const args = ['--env-file', 'docker-compose.env', '-p', 'aiaa', 'config']
  const read = execFileSync(compose ?? '', args, { cwd: place.folder, encoding: 'utf8' })
  return parse(read) as { services: Record<string, Record<string, unknown>> }
}

describe.each(KINDS)('%s', (kind) => {
  it('has the same files, word for word', () => {
    const { files, steps } = generate(kind, valuesOf(kind))
    const all = files.map(({ name, text }) => `==> ${name}\n${text}`)
    const commands = steps.map(({ name, command }) => `${name}: ${command ?? '-'}`)
    expect(`${all.join('\n')}\n==> commands\n${commands.join('\n')}\n`).toMatchSnapshot()
  })

  it('says which fields are examples as long as they are not right', () => {
    const { replaced, files } = generate(kind, defaultsOf(kind))
    expect(replaced).toEqual(Object.keys(problemsOf(kind, defaultsOf(kind))))
    expect(replaced).toContain('host')
    expect(files[0]?.text).toContain('ai.example.org')
  })

  it('keeps what is not right out of the files, whatever it is', () => {
    fc.assert(
      fc.property(fc.constantFrom(...FIELD_NAMES), HOSTILE, (name, text) => {
        const values = valuesOf(kind, { [name]: text })
        fc.pre(problemsOf(kind, values)[name] !== undefined)
        const { files, replaced } = generate(kind, values)
        expect(replaced).toContain(name)
        expect(files).toEqual(generate(kind, valuesOf(kind, { [name]: EXAMPLES[name] })).files)
      }),
    )
  })

  it('keeps a folder that is let through within its line', () => {
    const lines = (values: Values) => generate(kind, values).files.map(({ text }) => text.split('\n').length)
    fc.assert(
      fc.property(fc.constantFrom('workspace', 'app', 'studiesFolder'), HOSTILE, (name, text) => {
        const values = valuesOf(kind, { [name]: `/srv/${text}` })
        fc.pre(problemsOf(kind, values)[name] === undefined)
        expect(lines(values)).toEqual(lines(valuesOf(kind)))
      }),
    )
  })
})

/** What both containers are given alike: shared memory, locked memory and stack, the network, the log. */
const LIMITS = {
  shm_size: expect.toSatisfy((size) => size === '1gb' || Number(size) === 2 ** 30),
  ulimits: { memlock: -1, stack: 67_108_864 },
  logging: { driver: 'json-file' },
  networks: expect.toSatisfy((networks) =>
    /^(\["aiaa"\]|\{"aiaa":(null|\{\})\})$/.test(JSON.stringify(networks)),
  ),
}

describe.skipIf(!compose)(
  'docker-compose (skipped where it cannot be had: set OHIF_ADMIN_DOCKER_COMPOSE)',
  () => {
    it('takes what is made for Clara with Triton, and understands it as meant', async () => {
      const { services } = await understood('clara-triton', { port: '5001', workspace: '/srv/ai workspace' })
      const { 'clara-train-sdk': clara, tritonserver: triton } = services
      expect(clara).toMatchObject({
        image: 'nvcr.io/nvidia/clara-train-sdk:v4.0',
        command: [
          'sh',
          '-c',
          'chmod 777 /workspace && start_aiaa.sh --workspace /workspace --engine TRITON --triton_ip tritonserver --triton_proto grpc --triton_start_timeout 120 --triton_model_timeout 30 --triton_verbose 0',
        ],
        ...LIMITS,
      })
      expect(clara).not.toHaveProperty('restart')
      expect(JSON.stringify(clara?.['ports'])).toMatch(/5001:5000|"published":"?5001/)
      expect(JSON.stringify(clara?.['volumes'])).toContain('/srv/ai workspace')
      expect(JSON.stringify(clara?.['depends_on'])).toContain('tritonserver')
      expect(clara).not.toHaveProperty('deploy')
      expect(triton).toMatchObject({
        image: 'nvcr.io/nvidia/tritonserver:21.02-py3',
        command: [
          'sh',
          '-c',
          'chmod 777 /triton_models && /opt/tritonserver/bin/tritonserver --model-store /triton_models --model-control-mode="poll" --repository-poll-secs=5 --log-verbose 0',
        ],
        restart: 'unless-stopped',
        ...LIMITS,
        deploy: {
          resources: {
            reservations: { devices: [{ driver: 'nvidia', device_ids: ['0'], capabilities: ['gpu'] }] },
          },
        },
      })
      expect(triton).not.toHaveProperty('ports')
      expect(JSON.stringify(triton?.['volumes'])).toContain('/srv/ai workspace/triton_models')
    })

    it('takes what is made without Triton, where Clara itself gets the GPUs', async () => {
      const { services } = await understood('clara', { gpus: '1,3' })
      expect(Object.keys(services)).toEqual(['clara-train-sdk'])
      const clara = services['clara-train-sdk']
      expect(clara).toMatchObject(LIMITS)
      expect(clara).not.toHaveProperty('depends_on')
      expect(JSON.stringify(clara?.['ports'])).toMatch(/5000:5000|"published":"?5000/)
      expect(JSON.stringify(clara?.['volumes'])).toContain('/srv/aiaa_workspace')
      expect(clara?.['command']).toEqual([
        'sh',
        '-c',
        'chmod 777 /workspace && start_aiaa.sh --workspace /workspace --engine AIAA',
      ])
      expect(clara).toHaveProperty('deploy.resources.reservations.devices.0.device_ids', ['1', '3'])
      const everything = await understood('clara', { gpus: 'all' })
      expect(JSON.stringify(everything)).toMatch(/"count":(-1|"all")/)
    })

    it('reads every folder that is let through as it was typed', async () => {
      const folders = ['/srv/ä ö', '/srv/a=b', '/srv/a;b&c', '/srv/(x)*?', '/srv/%41!', '/srv/{a},b']
      for (const workspace of folders) {
        expect(problemsOf('clara', valuesOf('clara', { workspace }))).toEqual({})
        const { services } = await understood('clara', { workspace })
        expect(JSON.stringify(services['clara-train-sdk']?.['volumes'])).toContain(workspace)
      }
    })
  },
)

describe('a start script', () => {
  it('calls docker for Clara 3.1 with what was chosen', async () => {
    const call = await callOf(
      textOf('clara-3', 'start-aiaa.sh', { workspace: '/srv/it is; here', gpus: '0,2', port: '5005' }),
      'docker',
    )
    expect(call.args).toEqual(
      [
        'run --gpus|"device=0,2"|--shm-size=1g --ulimit memlock=-1 --ulimit stack=67108864 -it -d --name aiaa-server',
        '--rm -p 5005:80 -v|/srv/it is; here:/aiaa-experiments|nvcr.io/nvidia/clara-train-sdk:v3.1.01',
        'start_aas.sh --workspace /aiaa-experiments',
      ].flatMap((part) =>
        part.split('|').flatMap((piece) => (piece.startsWith('/srv') ? [piece] : piece.split(' '))),
      ),
    )
  })

  it('starts MONAI Label against XNAT only with an account, and says what is missing', async () => {
    const script = textOf('monai-label', 'start-monailabel.sh', { xnatProjects: 'LIVER,KNEE', gpus: '1' })
    await expect(callOf(script, 'monailabel')).rejects.toThrow(
      /MONAI_LABEL_DATASTORE_USERNAME: name of an XNAT/,
    )
    const call = await callOf(script, 'monailabel', {
      MONAI_LABEL_DATASTORE_USERNAME: 'reader',
      MONAI_LABEL_DATASTORE_PASSWORD: `p'w $1`,
    })
    expect(call.args.join(' ')).toBe(
      'start_server --app /srv/monailabel/apps/radiology --studies https://xnat.example.org --host 0.0.0.0 --port 8000 --conf models deepedit',
    )
    expect(call.env).toMatchObject({
      MONAI_LABEL_DATASTORE: 'xnat',
      MONAI_LABEL_DATASTORE_PASSWORD: `p'w $1`,
      MONAI_LABEL_DATASTORE_PROJECT: 'LIVER,KNEE',
      CUDA_VISIBLE_DEVICES: '1',
    })
  })

  it('starts MONAI Label on a folder without an account', async () => {
    const changed = { studies: 'folder', studiesFolder: '/srv/it is here', models: '' }
    const call = await callOf(textOf('monai-label', 'start-monailabel.sh', changed), 'monailabel')
    expect(call.args).toContain('/srv/it is here')
    expect(call.args).not.toContain('--conf')
    expect(call.env).not.toHaveProperty('MONAI_LABEL_DATASTORE')
  })
})

it('a folder for the workspace is made by the command as it stands, whatever its name', async () => {
  await using place = await folderWith([])
  const workspace = path.join(place.folder, 'ai work & space')
  const { steps } = generate('clara-triton', valuesOf('clara-triton', { workspace }))
  execFileSync('sh', ['-c', steps.find(({ name }) => name === 'workspace')?.command ?? 'false'])
  expect(execFileSync('ls', [workspace], { encoding: 'utf8' })).toBe('triton_models\n')
})
