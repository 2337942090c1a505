import { existsSync, readdirSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs'
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { isAlive } from '../../process-identity.ts'

/** What the server writes about itself into its cluster. */
export type PidFile = { readonly pid: number; readonly port: number; readonly ready: boolean }

export function readPidFile(cluster: string): PidFile | undefined {
  try {
    const lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')
    return { pid: Number(lines[0]), port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' }
  } catch {
    return undefined
  }
}

/**
 * Stops a server that outlived its program (kill -9), so that ours can start on the cluster. A number in the file that
 * meanwhile belongs to another process is none of our business: then the file goes.
 */
export async function stopOrphan(cluster: string, log: (line: string) => void): Promise<void> {
  const found = readPidFile(cluster)
  if (found === undefined || !(found.pid > 0) || !isAlive(found.pid)) return
  if (!servesCluster(found.pid, cluster)) {
    rmSync(join(cluster, 'postmaster.pid'), { force: true })
    return
  }
  log(`Stopping the PostgreSQL (process ${String(found.pid)}) that an earlier run left behind.`)
  await stopProcess(found.pid)
}

/** Fast shutdown; where it does not end in time, immediate; then kill. The write-ahead log keeps what was committed. */
export async function stopProcess(pid: number, patience = 20_000): Promise<void> {
  for (const [signal, wait] of [['SIGINT', patience], ['SIGQUIT', 5_000], ['SIGKILL', 5_000]] as const) {
    try {
      process.kill(pid, signal)
    } catch {
      return
    }
    if (await ended(pid, wait)) return
  }
}

async function ended(pid: number, wait: number): Promise<boolean> {
  const until = Date.now() + wait
  while (isAlive(pid)) {
    if (Date.now() > until) return false
    await sleep(10)
  }
  return true
}

/** Servers' children that go on after their postmaster was killed would keep the next one out: they are ended. */
export function endStragglers(cluster: string): void {
  for (const pid of processesIn(cluster)) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // Ended by itself.
    }
  }
}

function servesCluster(pid: number, cluster: string): boolean {
  if (existsSync('/proc/self/cwd')) return worksIn(pid, realpathSync(cluster))
  try {
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).includes(cluster)
  } catch {
    return false
  }
}

/** A server and all its children work in the cluster's folder. */
function worksIn(pid: number, path: string): boolean {
  try {
    return readlinkSync(`/proc/${String(pid)}/cwd`) === path && readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8').includes('postgres')
  } catch {
    return false
  }
}

function processesIn(cluster: string): number[] {
  if (!existsSync('/proc/self/cwd')) return []
  const path = realpathSync(cluster)
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && worksIn(pid, path))
}
