import { execFile } from 'node:child_process'
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'

const execute = promisify(execFile)

/** A folder of its own with these files; gone when disposed. */
export async function folderWith(files: readonly { name: string; text: string }[]) {
  const folder = await mkdtemp(path.join(tmpdir(), 'ai-server-files-'))
  for (const { name, text } of files) await writeFile(path.join(folder, name), text)
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) }
}

/**
 * Runs a script in a real shell, in which `program` only writes down how it was called: its arguments and the variables
 * that begin with one of `prefixes`. Rejects when the script fails, with what it said.
 */
export async function callOf(script: string, program: string, env: Record<string, string> = {}) {
  const recorder = `#!/bin/sh\nprintf '%s\\0' "$@" >"$RECORD"\nenv -0 >"$RECORD.env"\n`
  await using place = await folderWith([
    { name: program, text: recorder },
    { name: 'script.sh', text: script },
  ])
  await chmod(path.join(place.folder, program), 0o755)
  const record = path.join(place.folder, 'record')
  await execute('sh', ['script.sh'], {
    cwd: place.folder,
    env: { PATH: `${place.folder}:/usr/bin:/bin`, RECORD: record, ...env },
  })
  const words = async (file: string) => (await readFile(file, 'utf8')).split('\0').slice(0, -1)
  const variables = (await words(`${record}.env`)).map((line) => line.split('=') as [string, ...string[]])
  return {
    args: await words(record),
    env: Object.fromEntries(variables.map(([name, ...rest]) => [name, rest.join('=')])),
  }
}
