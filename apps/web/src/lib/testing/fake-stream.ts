import type { EventStream } from '../live-types.ts'

/** The browser's end of a stream, moved by hand. */
export class FakeStream implements EventStream {
  onopen: EventStream['onopen'] = null
  onmessage: EventStream['onmessage'] = null
  onerror: EventStream['onerror'] = null
  closed = false
  readonly url: string

  constructor(url: string) {
    this.url = url
  }

  close() {
    this.closed = true
  }

  opens() {
    this.onopen?.(new Event('open'))
  }

  breaks() {
    this.onerror?.(new Event('error'))
  }

  says(message: unknown, lastEventId = '') {
    this.onmessage?.(new MessageEvent('message', { data: JSON.stringify(message), lastEventId }))
  }
}
