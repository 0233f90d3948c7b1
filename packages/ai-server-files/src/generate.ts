import { claraFiles } from './clara.ts'
import { clara3Files } from './clara-3.ts'
import { monaiLabelFiles } from './monai-label.ts'
import { problemsOf } from './problems.ts'
import { EXAMPLES, type FieldName, fieldsOf, type Kind, publicAddress, type Values } from './settings.ts'
import { type Step, stepsOf } from './steps.ts'
import type { TextFile } from './text-file.ts'

export interface Generated {
  readonly files: readonly TextFile[]
  /** What to do with them, in order. */
  readonly steps: readonly Step[]
  /** The address to register in XNAT. */
  readonly address: string
  /** Fields that are not right: examples stand in their place, and the files are only to be looked at. */
  readonly replaced: readonly FieldName[]
}

/** The files that start a server, and what to do with them. Never throws: what is not right is replaced, and named. */
export function generate(kind: Kind, values: Values): Generated {
  const problems = problemsOf(kind, values)
  const replaced = fieldsOf(kind, values).filter((name) => problems[name] !== undefined)
  const usable: Values = {
    ...values,
    ...Object.fromEntries(replaced.map((name) => [name, EXAMPLES[name]])),
  }
  return {
    files: filesOf(kind, usable),
    steps: stepsOf(kind, usable),
    address: publicAddress(usable) ?? '',
    replaced,
  }
}

function filesOf(kind: Kind, values: Values): readonly TextFile[] {
  switch (kind) {
    case 'clara-triton':
    case 'clara':
      return claraFiles(kind === 'clara-triton', values)
    case 'clara-3':
      return clara3Files(values)
    case 'monai-label':
      return monaiLabelFiles(values)
  }
}
