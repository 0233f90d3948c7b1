import { BatteryClient } from '../battery/client.ts'
import type { XnatSimulator } from '../simulator.ts'

/** A client of the simulator, signed in under a name that is its own password. */
export async function signedIn(xnat: XnatSimulator, username = 'admin'): Promise<BatteryClient> {
  const client = anonymous(xnat)
  const answer = await client.signIn(username, username)
  if (answer.status !== 200) throw new Error(`Sign-in of ${username} answered ${answer.status}`)
  return client
}

export function anonymous(xnat: XnatSimulator): BatteryClient {
  return new BatteryClient(() => ({
    url: xnat.url,
    username: '',
    password: '',
    project: '',
    siteAdmin: false,
    mayChange: true,
  }))
}
