import type { LogPlace, StreamMessage, Topic } from '@ohif-admin/contracts'

/**
 * Besides the server's messages, a listener hears `opened`: state read before `at` may have missed changes. `resumed`:
 * the log goes on where this tab heard it last. Its rows since then follow as `replayed`, which is for those who heard
 * the rows before them.
 */
export type LiveMessage =
  | Exclude<StreamMessage, { type: 'log' }>
  | (Extract<StreamMessage, { type: 'log' }> & { replayed?: boolean; place?: LogPlace })
  | { type: 'opened'; at: number; resumed?: true }
export type LiveListener = (message: LiveMessage) => void

/** Who listens to what. */
export function createTopics() {
  const listeners = new Map<string, Set<LiveListener>>()

  const deliver = (topic: string, message: LiveMessage) => {
    for (const listener of [...(listeners.get(topic) ?? [])]) listener(message)
  }

  return {
    add(topic: Topic, listener: LiveListener): () => void {
      const of = listeners.get(topic) ?? new Set()
      listeners.set(topic, of.add(listener))
      return () => {
        of.delete(listener)
        if (of.size === 0 && listeners.get(topic) === of) listeners.delete(topic)
      }
    },
    names: () => [...listeners.keys()].sort(),
    deliver,
    opened(names: readonly string[], at: number, resumed: boolean) {
      for (const topic of names) {
        const goesOn = resumed && topic === 'log'
        deliver(topic, { type: 'opened', at, ...(goesOn ? { resumed: true } : {}) })
      }
    },
  }
}

/** The topics a message is news for. */
export function topicsOf(message: StreamMessage): string[] {
  switch (message.type) {
    case 'run':
      return ['runs', `run:${message.run.id}`]
    case 'run-sessions':
      return [`run:${message.runId}`]
    case 'run-log':
      return [`run-log:${message.runId}`]
    case 'log-sources':
    case 'log':
    case 'requests':
    case 'coverage':
    case 'notices':
    case 'model-loads':
      return [message.type]
    case 'gap':
    case 'denied':
      return [message.topic]
    default:
      return []
  }
}
