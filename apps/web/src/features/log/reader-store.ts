import { FIRST_STATE, type LogReaderState } from './reader-state.ts'

/** The state of a reader, with listeners that are told of every change. */
export class ReaderStore {
  readonly #listeners = new Set<() => void>()
  #state = FIRST_STATE

  get = () => this.#state

  subscribe = (listener: () => void) => {
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
    }
  }

  protected set(change: Partial<LogReaderState>) {
    this.#state = { ...this.#state, ...change }
    for (const listener of [...this.#listeners]) listener()
  }
}
