import { v7 } from 'uuid'

/** Chance that falls the same way every time: the same seed makes the same world. */
export class Dice {
  #state: number

  constructor(seed: number) {
    this.#state = seed >>> 0
  }

  /** From 0 up to, but not, 1 (mulberry32). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let t = this.#state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }

  between(from: number, to: number): number {
    return from + this.next() * (to - from)
  }

  /** A whole number, both ends included. */
  whole(from: number, to: number): number {
    return Math.floor(this.between(from, to + 1))
  }

  chance(probability: number): boolean {
    return this.next() < probability
  }

  pick<T>(choices: readonly T[]): T {
    const chosen = choices[Math.floor(this.next() * choices.length)]
    if (chosen === undefined) throw new Error('There is nothing to pick from.')
    return chosen
  }

  /** One of the keys, each as likely as its weight. */
  weigh<K extends string>(weights: Partial<Record<K, number>>): K {
    const entries = Object.entries<number | undefined>(weights)
    let left = this.next() * entries.reduce((sum, [, weight]) => sum + (weight ?? 0), 0)
    for (const [key, weight] of entries) {
      left -= weight ?? 0
      // The keys are those of the argument; Object.entries only forgets it.
      if (left < 0) return key as K
    }
    throw new Error('There is nothing to weigh.')
  }

  digits(count: number): string {
    return Array.from({ length: count }, () => String(this.whole(0, 9))).join('')
  }

  /** A UUIDv7 of that moment. */
  id(at: number): string {
    const random = new Uint8Array(16)
    for (let n = 0; n < random.length; n += 1) random[n] = this.whole(0, 255)
    return v7({ msecs: Math.floor(at), random })
  }
}
