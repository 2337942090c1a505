import { readFileSync } from 'node:fs'

export type Memory = {
  /** The largest so far, in MB. */
  peak: number
  /** The largest in the first and in the second half of the time: alike, where memory does not grow with the work. */
  halves: [number, number]
}

/** Watches the resident size of a process; null where the system does not tell. */
export function watchMemory(pid: number | undefined): { now(): Memory | null; stop(): Memory | null } {
  const sizes: number[] = []
  const look = () => {
    try {
      const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1]
      if (kilobytes !== undefined) sizes.push(Number(kilobytes) / 1024)
    } catch {
      // It has ended, or this is not Linux.
    }
  }
  const now = () => {
    const middle = Math.ceil(sizes.length / 2)
    return sizes.length < 2 ? null : { peak: Math.max(...sizes), halves: [Math.max(...sizes.slice(0, middle)), Math.max(...sizes.slice(middle))] satisfies [number, number] }
  }
  const watch = setInterval(look, 20)
  look()
  return {
    now: () => {
      look()
      return now()
    },
    stop: () => {
      clearInterval(watch)
      return now()
    },
  }
}
