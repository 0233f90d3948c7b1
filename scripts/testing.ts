import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** A git checkout with these files in a folder of its own; nothing is committed. Gone when disposed. */
export function makeCheckout(
  files: Readonly<Record<string, string>>,
): Disposable & { readonly root: string } {
  const root = mkdtempSync(join(tmpdir(), 'checkout-'))
  execFileSync('git', ['init', '--quiet'], { cwd: root })
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), content)
  }
  return { root, [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }) }
}

/** Exit code and output of one of the scripts beside this file. */
export function runScript(name: string, root: string): { readonly code: number; readonly output: string } {
  try {
    const output = execFileSync(process.execPath, [join(import.meta.dirname, name), root], {
      encoding: 'utf8',
    })
    return { code: 0, output }
  } catch (error) {
    const { status, stdout } = error as { status: number; stdout: string }
    return { code: status, output: stdout }
  }
}
