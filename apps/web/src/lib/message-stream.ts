import type { z } from 'zod'
import { openEventSource } from './events.ts'

interface Listener<Message> {
  /** Gives true when that was the last message. */
  onMessage: (message: Message) => boolean
  /** The stream broke before its end. It is not tried again: what it tells begins at the beginning. */
  onBroken: () => void
}

/** Opens a stream that has an end, and closes it there. Returns what cancels it. */
export function openMessages<Schema extends z.ZodType>(
  url: string,
  schema: Schema,
  { onMessage, onBroken }: Listener<z.output<Schema>>,
): () => void {
  const stream = openEventSource(url)
  stream.onmessage = (event) => {
    const message = read(schema, event.data)
    if (message !== undefined && onMessage(message)) stream.close()
  }
  stream.onerror = () => {
    stream.close()
    onBroken()
  }
  return () => stream.close()
}

/** What cannot be read is dropped: it may come from a newer server. */
function read<Schema extends z.ZodType>(schema: Schema, data: string): z.output<Schema> | undefined {
  try {
    return schema.safeParse(JSON.parse(data)).data
  } catch {
    return undefined
  }
}
