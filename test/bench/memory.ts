import { readFileSync } from 'node:fs'

/** Watches the largest resident size of a process, in MB; null where the system does not tell. */
export function peakMemory(pid: number | undefined): { stop(): number | null } {
  let peak: number | null = null
  const look = () => {
    try {
      const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1]
      if (kilobytes !== undefined) peak = Math.max(peak ?? 0, Number(kilobytes) / 1024)
    } catch {
      // It has ended, or this is not Linux.
    }
  }
  const watch = setInterval(look, 20)
  look()
  return {
    stop: () => {
      look()
      clearInterval(watch)
      return peak
    },
  }
}
