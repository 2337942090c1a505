// Steps of a command: a plain line when one begins, its time when it ends, its output only when it fails.
import { spawn } from 'node:child_process'

/** A failure that is told to the person as a sentence, without a stack. */
export class Stop extends Error {}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']

/** Runs a program to its end; resolves to its exit code and, unless it writes to the terminal itself, its output. */
export function run(command, args, { stdio = 'capture', ...options } = {}) {
  return new Promise((resolve, reject) => {
    const captured = stdio === 'capture'
    const child = spawn(command, args, { ...options, stdio: captured ? ['ignore', 'pipe', 'pipe'] : stdio })
    const output = []
    child.stdout?.on('data', (chunk) => output.push(chunk))
    child.stderr?.on('data', (chunk) => output.push(chunk))
    let stopped
    // A stopped command takes the running step with it and ends as if the signal had ended it.
    const stop = (signal) => {
      stopped = signal
      child.kill('SIGTERM')
    }
    for (const signal of signals) process.on(signal, stop)
    const done = () => {
      for (const signal of signals) process.off(signal, stop)
    }
    child.on('error', (error) => {
      done()
      reject(new Stop(`${command} could not be started: ${error.message}.`))
    })
    child.on('close', (code) => {
      done()
      if (stopped) process.exit(stopped === 'SIGINT' ? 130 : 143)
      resolve({ code: code ?? 1, output: Buffer.concat(output).toString('utf8') })
    })
  })
}

/** One step: says what it does, and when it fails shows its output and what to do. */
export async function runQuietly(title, command, args, { advice, ...options }) {
  const started = Date.now()
  console.log(`${title} …`)
  const { code, output } = await run(command, args, options)
  if (code !== 0) throw new Stop(`${output.trimEnd()}\n\n${title} failed. ${advice}`)
  console.log(`  done in ${seconds(started)}`)
}

export function seconds(since) {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`
}

/** Runs a command's main part; a Stop is printed as its sentence and ends with exit code 1. */
export async function command(main) {
  try {
    process.exitCode = await main()
  } catch (error) {
    if (!(error instanceof Stop)) throw error
    console.error(error.message)
    process.exitCode = 1
  }
}
