import { get, type IncomingMessage } from 'node:http'
import { OWN_PAGE } from './sign-in.ts'

/** Called with the text of the stream as it arrives, and when (ms, this process's clock). */
type OnText = (text: string, at: number) => void

/** Listens to the log of a console as a page does, but makes nothing of it. Resolves when the stream is open. */
export async function listenToLog(url: string, cookie: string, onText: OnText): Promise<() => void> {
  const request = get(new URL('api/events?topics=log', url), {
    headers: { cookie, ...OWN_PAGE },
    agent: false,
  })
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    request.once('response', resolve)
    request.once('error', reject)
  })
  if (answer.statusCode !== 200) throw new Error(`The stream was refused with ${answer.statusCode}.`)
  answer.setEncoding('latin1')
  await new Promise<void>((resolve) => {
    answer.on('data', (text: string) => {
      resolve()
      onText(text, performance.now())
    })
  })
  answer.on('error', () => undefined)
  return () => request.destroy()
}

/** A line of the log as a run writes it. */
export function benchLine(number: number): string {
  const stamp = new Date(Date.UTC(2099, 0, 1) + number).toISOString().replace('T', ' ').replace('.', ',')
  return (
    `${stamp.slice(0, 23)} [pool-2-thread-${(number % 4) + 1}] INFO  ` +
    `org.nrg.xnatx.ohifviewer.inputcreator.JsonMetadataHandler - Bench line ${number} of session XNAT_E000777\n`
  )
}

/** Numbers of the lines in a text, in their order. */
export function* linesIn(text: string): Generator<number> {
  for (const [, number] of text.matchAll(/Bench line (\d+) /g)) yield Number(number)
}
