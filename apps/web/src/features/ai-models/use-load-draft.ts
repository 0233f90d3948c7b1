import type { LoadSource, ManagedServer, ModelFinding } from '@ohif-admin/contracts'
import {
  type Engine,
  type Generation,
  lintCatalogueName,
  lintName,
  type Target,
} from '@ohif-admin/model-lint'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { lintPair, lintZip } from './lint-files.ts'

export type Way = 'ngc' | 'files' | 'mmar'

const CATALOGUE = 'nvidia/med/'

interface Draft {
  way: Way
  name: string
  generation: Generation | null
  engine: Engine
  path: string
  version: string
  config: File | null
  model: File | null
  archive: File | null
}

/** What somebody is about to load, and what is wrong with it so far. */
export function useLoadDraft(server: ManagedServer) {
  const [draft, setDraft] = useState<Draft>({
    way: 'ngc',
    name: '',
    generation: null,
    engine: 'unknown',
    path: CATALOGUE,
    version: '1',
    config: null,
    model: null,
    archive: null,
  })
  const generation = draft.generation ?? generationOf(server)
  const target: Target | null = generation && {
    generation,
    engine: draft.engine,
    loaded: server.models.map(({ name }) => name),
  }
  const name = draft.name || suggestedName(draft)
  const limitBytes = server.uploadLimitBytes ?? 0
  const { way, config, model, archive, path, engine } = draft
  const lint = useQuery({
    queryKey: [
      'model-lint',
      way,
      keyOf(config),
      keyOf(model),
      keyOf(archive),
      path,
      generation,
      engine,
      limitBytes,
    ],
    queryFn: () => (target ? lintOf(draft, target, limitBytes) : []),
    enabled: target !== null && isChosen(draft),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  })
  const findings: ModelFinding[] = [...(name === '' ? [] : lintName(name)), ...(lint.data ?? [])]
  return {
    draft,
    name,
    generation,
    change: (change: Partial<Draft>) => setDraft((now) => ({ ...now, ...change })),
    findings,
    /** The files could not be read. */
    unreadable: lint.isError,
    replaces: server.models.some((model) => model.name === name),
    ready:
      target !== null &&
      name !== '' &&
      isChosen(draft) &&
      lint.isSuccess &&
      findings.every(({ severity }) => severity !== 'refuse'),
  }
}

/** What the server shows of itself; 4.0 and 4.1 are told apart only when 4.1 shows itself. */
function generationOf({ generation }: ManagedServer): Generation | null {
  if (generation === '3.x' || generation === '4.1') return generation
  return generation === '4.x' ? '4.0' : null
}

/** A file that is chosen again may have changed on the disk meanwhile. */
const keyOf = (file: File | null) => file && [file.name, file.size, file.lastModified]

function isChosen({ way, config, archive, path, version }: Draft): boolean {
  if (way === 'ngc') return path.length > CATALOGUE.length && version !== ''
  return way === 'files' ? config !== null : archive !== null
}

function suggestedName({ way, path, archive, model }: Draft): string {
  if (way === 'ngc') return path.split('/').at(-1) ?? ''
  const file = way === 'mmar' ? archive : model
  const stem = file?.name.replace(/\.(?:zip|ts|pt|trt\.pb|pb)$/i, '') ?? ''
  // What every model file is called is no name for one.
  return stem === 'model' ? '' : stem
}

async function lintOf({ way, path, config, model, archive }: Draft, target: Target, limitBytes: number) {
  if (way === 'ngc') return lintCatalogueName(path, target.generation)
  if (way === 'mmar') return archive ? lintZip(archive, { target, limitBytes }) : []
  return config ? lintPair(config, model, { target, limitBytes }) : []
}

/** What is announced to the console, and the file that follows. */
export async function sourceOf({ way, path, version, config, model, archive }: Draft): Promise<{
  source: LoadSource
  file: File | null
}> {
  if (way === 'mmar' && archive) return { source: { form: 'mmar', file: factsOf(archive) }, file: archive }
  if (way === 'files' && config) {
    const text = await config.text()
    const source = { form: 'files' as const, config: text, configName: config.name }
    return { source: { ...source, file: model && factsOf(model) }, file: model }
  }
  return { source: { form: 'ngc', path, version }, file: null }
}

const factsOf = ({ name, size }: File) => ({ name, bytes: size })
