import type { ServerLogCause } from '@ohif-admin/contracts'

/** The first that fits is meant: the more exact ones stand first. Every pattern is linear in the length of the line. */
const CAUSES: readonly [ServerLogCause, RegExp][] = [
  ['gpu-memory', /out of memory|CUDA_ERROR_OUT_OF_MEMORY/i],
  ['wrong-input', /unexpected shape for input|expected input\[[^\]]*\] to have|size mismatch for/i],
  [
    'incompatible-model',
    /Unknown (?:type name|builtin op)|PytorchStreamReader|__torch__|No such file or directory: '[^']*\.(?:ts|pt)'/,
  ],
  ['triton', /InferenceServerException|failed to connect to all addresses|Request for unknown model/],
  ['disk-full', /No space left on device/i],
  [
    'no-way-out',
    /Failed to establish a new connection|Temporary failure in name resolution|Name or service not known|Max retries exceeded/i,
  ],
  ['datastore', /monailabel\.datastore\.xnat.{0,200}(?:error|fail|40[13])/i],
  ['gpu-missing', /No CUDA GPUs are available|Found no NVIDIA driver|nvidia-smi: (?:command )?not found/i],
]

/** What a line of an AI server's log is known to mean; null for the others. */
export function causeOf(line: string): ServerLogCause | null {
  return CAUSES.find(([, pattern]) => pattern.test(line))?.[0] ?? null
}

const GPU_MEMORY = /(\d{1,9})MiB\s*\/\s*(\d{1,9})MiB/g

/** Memory of each graphics card in MiB, as `nvidia-smi` writes it. */
export function gpuMemory(text: string): { usedMiB: number; totalMiB: number }[] {
  return [...text.matchAll(GPU_MEMORY)].map(([, used, total]) => ({
    usedMiB: Number(used),
    totalMiB: Number(total),
  }))
}
