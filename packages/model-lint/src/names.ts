import type { ModelFinding } from '@ohif-admin/contracts'
import { refuse, warn } from './finding.ts'
import type { Generation } from './target.ts'

// No rule is published. With Triton the name becomes a folder, and it stands in an address.
const SAFE_NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,127}$/

/** Whether a model may be given this name. */
export function lintName(name: string): ModelFinding[] {
  return SAFE_NAME.test(name) ? [] : [refuse('name-unsafe', { name })]
}

/** Whether a model of NVIDIA's catalogue fits the server: those for Clara 4 begin with `clara_pt_`. */
export function lintCatalogueName(path: string, generation: Generation): ModelFinding[] {
  const isPyTorch = path.split('/').at(-1)?.startsWith('clara_pt_') ?? false
  if (generation === '3.x') return isPyTorch ? [warn('ngc-is-pytorch', { path })] : []
  return isPyTorch ? [] : [warn('ngc-not-pytorch', { path })]
}
