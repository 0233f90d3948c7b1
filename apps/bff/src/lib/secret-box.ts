import { createHash, hkdfSync, randomBytes, randomUUID } from 'node:crypto'
import { link, mkdir, open, readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { seal, unseal } from './ticket.ts'

/** 256 bits in base64 are 44 characters; what is shorter than this can be guessed. */
export const SHORTEST_SECRET = 32

const KEY_FILE = 'secret.key'

/** Seals what must outlive a sign-in under the console's own key, and opens it again. */
export interface SecretBox {
  /** `context` names what it is for (a run): the same text for another context is not opened. */
  seal(text: string, context: string): string
  /** Undefined when no key that is configured opens it, or when it is for another context. */
  unseal(sealed: string, context: string): string | undefined
}

/** `secrets`: the first one seals, all of them open, so that a key can be replaced while something is still sealed. */
export function createSecretBox(secrets: readonly [string, ...string[]]): SecretBox {
  const keyOf = (secret: string, context: string) =>
    Buffer.from(hkdfSync('sha256', secret, context, 'ohif-admin secret box', 32))
  const nameOf = (secret: string) =>
    createHash('sha256').update(`ohif-admin key name ${secret}`).digest('hex').slice(0, 8)
  return {
    seal: (text, context) => `${nameOf(secrets[0])}.${seal(keyOf(secrets[0], context), text)}`,
    unseal(sealed, context) {
      const [name, text = ''] = sealed.split('.')
      const secret = secrets.find((one) => nameOf(one) === name)
      return secret === undefined ? undefined : unseal(keyOf(secret, context), text)
    },
  }
}

interface Given {
  SECRET_KEY?: readonly string[] | undefined
  SECRET_KEY_FILE?: string | undefined
  DATA_DIR: string
}

/**
 * The console's secrets, newest first: from the setting, from the file it names (one a line), else from a file of its own
 * in the data folder, made when there is none. Throws when a file cannot be read or holds something too short.
 */
export async function loadSecrets({
  SECRET_KEY,
  SECRET_KEY_FILE,
  DATA_DIR,
}: Given): Promise<[string, ...string[]]> {
  if (SECRET_KEY && SECRET_KEY.length > 0) return checked([...SECRET_KEY])
  if (SECRET_KEY_FILE !== undefined) return checked(linesOf(await readFile(SECRET_KEY_FILE, 'utf8')))
  const file = path.join(DATA_DIR, KEY_FILE)
  await makeKeyFile(file)
  return checked(linesOf(await readFile(file, 'utf8')))
}

async function makeKeyFile(file: string) {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
  const made = `${file}.${randomUUID()}`
  try {
    {
      await using handle = await open(made, 'wx', 0o600)
      await handle.writeFile(`${randomBytes(32).toString('base64')}\n`)
      await handle.sync()
    }
    // Whole, and only when none is there: consoles that start together must end up with the same key.
    await link(made, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    await rm(made, { force: true })
  }
}

const linesOf = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

function checked(secrets: string[]): [string, ...string[]] {
  const [first, ...rest] = secrets
  if (first === undefined || secrets.some((secret) => secret.length < SHORTEST_SECRET)) {
    throw new Error(`A secret key must have at least ${SHORTEST_SECRET} characters.`)
  }
  return [first, ...rest]
}
