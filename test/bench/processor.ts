import { readFileSync } from 'node:fs'

// The unit of /proc/<pid>/stat on every Linux that Node runs on.
const tickMilliseconds = 10

/**
 * Milliseconds of processor time that this process and the given others have used so far: unlike times on the clock it
 * hardly depends on what else the machine does. Null where the system does not tell, as of a server elsewhere.
 */
export function processorTime(pids: readonly number[]): number | null {
  const { user, system } = process.cpuUsage()
  try {
    return (user + system) / 1000 + pids.map(ticksOf).reduce((sum, ticks) => sum + ticks * tickMilliseconds, 0)
  } catch {
    return null
  }
}

function ticksOf(pid: number): number {
  const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return Number(fields[11]) + Number(fields[12])
}
