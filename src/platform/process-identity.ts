import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'

/**
 * What distinguishes a process from a later one with the same number: when it began, and in which run of the system.
 * Known on Linux only; elsewhere '' and the number alone must do.
 */
export async function startOf(pid: number): Promise<string> {
  try {
    const [stat, boot] = await Promise.all([
      readFile(`/proc/${String(pid)}/stat`, 'utf8'),
      readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
    ])
    // The name in brackets may hold spaces and brackets itself; the start time is field 22 of all, 20th after it.
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
    return `${boot.slice(0, 8)}-${ticks}`
  } catch {
    return ''
  }
}

/** A process that has ended but was not yet collected by its parent (in containers, for ever) is not alive. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3) !== 'Z'
  } catch {
    return true
  }
}
