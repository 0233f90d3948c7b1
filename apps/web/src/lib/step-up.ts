import { ApiError } from './api-error.ts'

/** Asks the person for the password, where somebody can be asked; resolves with whether XNAT took it. */
type Ask = () => Promise<boolean>

let ask: Ask | null = null
let asking: Promise<boolean> | null = null

/** Sets who asks while the page stands; gives the way to stop that. */
export function onPasswordWanted(asker: Ask): () => void {
  ask = asker
  return () => {
    if (ask === asker) ask = null
  }
}

/** What was refused for want of the password is done once more when it was given. */
export async function withPassword<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    const isWanted = error instanceof ApiError && error.code === 'reauth-required'
    if (!isWanted || !(await wantPassword())) throw error
    return work()
  }
}

/** What is refused at the same time is asked for once. */
function wantPassword(): Promise<boolean> {
  asking ??= (ask?.() ?? Promise.resolve(false)).finally(() => {
    asking = null
  })
  return asking
}
