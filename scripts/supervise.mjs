// Runs the program as a child and hands each stop on to it exactly once.
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const stopWithParent = pathToFileURL(join(dirname(fileURLToPath(import.meta.url)), 'stop-with-parent.mjs')).href

/**
 * Resolves to the child's exit code. The child is in a session of its own: in a terminal Ctrl-C reaches every process
 * of the foreground group, and npm forwards it once more, so that an orderly shutdown would be interrupted by the
 * second signal. Here the first of them is handed on and the others are ignored.
 */
export function supervise(nodeBinary, args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(nodeBinary, ['--import', stopWithParent, ...args], {
      ...options,
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
      detached: process.platform !== 'win32',
    })
    let asked = false
    const stop = (signal) => {
      if (asked) return
      asked = true
      child.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal)
    }
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop)
    const watch = watchNpm(() => stop('SIGTERM'))
    child.on('error', reject)
    child.on('exit', (code, signal) => {
      clearInterval(watch)
      resolve(code ?? 128 + (signal ? constants.signals[signal] : 0))
    })
  })
}

/** npm killed without a chance to pass it on (kill -9) is noticed by the change of parent. */
function watchNpm(gone) {
  if (process.env.npm_lifecycle_event === undefined) return undefined
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid !== parent) gone()
  }, 500)
  watch.unref()
  return watch
}
