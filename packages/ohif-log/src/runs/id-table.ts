import { decodeText } from '../text/decode.ts'

/**
 * The ids of a run's queue, kept as bytes: a run can have hundreds of thousands, and most are only ever compared.
 * Ids may repeat; positions of the same id form a chain in queue order.
 */
export class IdTable {
  #bytes = new Uint8Array(1024)
  #ends = new Int32Array(64)
  #next = new Int32Array(64)
  #buckets = new Int32Array(256).fill(-1) // the first position of each distinct id
  #heads = new Int32Array(64) // where the chain of a first position is searched from
  #tails = new Int32Array(64)
  #distinct = 0
  // seeded, so that nobody can choose ids that all fall into one place
  readonly #seed = (Math.random() * 0x7fffffff) | 1
  #indexed = 0
  size = 0

  /** Bytes of all ids. */
  get byteLength(): number {
    return this.#startOf(this.size)
  }

  /** Adds an id at the end of the queue and gives its position. */
  add(bytes: Uint8Array, start: number, end: number): number {
    const position = this.size++
    this.#reserve(position, end - start)
    const from = this.#startOf(position)
    const own = this.#bytes
    for (let at = start; at < end; at++) own[from + at - start] = bytes[at] as number
    this.#ends[position] = from + end - start
    this.#next[position] = -1
    return position
  }

  text(position: number): string {
    return decodeText(this.#bytes, this.#startOf(position), this.#ends[position])
  }

  equals(position: number, bytes: Uint8Array, start: number, end: number): boolean {
    const from = this.#startOf(position)
    const length = end - start
    if ((this.#ends[position] as number) - from !== length) return false
    for (let index = 0; index < length; index++) {
      if (this.#bytes[from + index] !== bytes[start + index]) return false
    }
    return true
  }

  /**
   * The lowest position of this id that is free, or -1. A position that was not free once is not looked at again,
   * so that a queue of one id repeated stays cheap; `freed` undoes that.
   */
  firstFree(bytes: Uint8Array, start: number, end: number, isFree: (position: number) => boolean): number {
    this.#index()
    const first = this.#find(bytes, start, end)
    if (first < 0) return -1
    let head = this.#heads[first] as number
    while (head >= 0 && !isFree(head)) head = this.#next[head] as number
    this.#heads[first] = head
    return head
  }

  /** A position of this id became free again. */
  freed(position: number) {
    this.#index()
    const from = this.#startOf(position)
    const first = this.#find(this.#bytes, from, this.#ends[position] as number)
    if (first < 0) return
    const head = this.#heads[first] as number
    if (head < 0 || position < head) this.#heads[first] = position
  }

  /** Most queues are worked off in order and never searched, so the index is made when it is first needed. */
  #index() {
    for (; this.#indexed < this.size; this.#indexed++) {
      const position = this.#indexed
      const first = this.#find(this.#bytes, this.#startOf(position), this.#ends[position] as number)
      if (first < 0) this.#addDistinct(position)
      else {
        this.#next[this.#tails[first] as number] = position
        this.#tails[first] = position
        if ((this.#heads[first] as number) < 0) this.#heads[first] = position
      }
    }
  }

  #startOf(position: number): number {
    return position === 0 ? 0 : (this.#ends[position - 1] as number)
  }

  #find(bytes: Uint8Array, start: number, end: number): number {
    const mask = this.#buckets.length - 1
    let at = this.#hash(bytes, start, end) & mask
    for (;;) {
      const position = this.#buckets[at] as number
      if (position < 0 || this.equals(position, bytes, start, end)) return position
      at = (at + 1) & mask
    }
  }

  #addDistinct(position: number) {
    this.#heads[position] = position
    this.#tails[position] = position
    this.#distinct++
    if (this.#distinct * 2 > this.#buckets.length) this.#rehash()
    this.#place(position)
  }

  #place(position: number) {
    const mask = this.#buckets.length - 1
    let at = this.#hash(this.#bytes, this.#startOf(position), this.#ends[position] as number) & mask
    while ((this.#buckets[at] as number) >= 0) at = (at + 1) & mask
    this.#buckets[at] = position
  }

  #rehash() {
    const old = this.#buckets
    this.#buckets = new Int32Array(old.length * 2).fill(-1)
    for (const position of old) if (position >= 0) this.#place(position)
  }

  #hash(bytes: Uint8Array, start: number, end: number): number {
    let hash = this.#seed
    for (let at = start; at < end; at++) hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193)
    return hash ^ (hash >>> 15)
  }

  #reserve(position: number, length: number) {
    const used = this.#startOf(position)
    if (used + length > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(this.#bytes.length * 2, used + length))
      grown.set(this.#bytes)
      this.#bytes = grown
    }
    if (position < this.#ends.length) return
    this.#ends = grow(this.#ends)
    this.#next = grow(this.#next)
    this.#heads = grow(this.#heads)
    this.#tails = grow(this.#tails)
  }
}

function grow(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const grown = new Int32Array(array.length * 2)
  grown.set(array)
  return grown
}
