import { connect, type Socket } from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { nestedArchive } from './nested-archive.ts'
import type { Scanner } from './scanner.ts'

// Longer than clamd itself takes for 1 GB; a scanner that is silent for longer is taken for dead.
const silence = 10 * 60_000

// clamd allows at most 100 levels.
const deeperThanAnyLimit = 300
// How long an answer to the question about its limits holds: its settings may change with a restart.
const provedFor = 60_000

/**
 * ClamAV's daemon over TCP, by INSTREAM: the bytes are sent, nothing need be readable by the daemon. What is larger than
 * its limits clamd calls clean without having looked at it, unless it was told to say so (AlertExceedsMax): one that keeps
 * silent is found out by a probe, and none of its answers counts.
 */
export function clamdScanner(address: { host: string; port: number }): Scanner {
  let provedAt = Number.NEGATIVE_INFINITY
  return {
    scan: async (bytes) => {
      try {
        if (performance.now() - provedAt > provedFor) {
          await proveThatItTells(address)
          provedAt = performance.now()
        }
        return verdict(await ask(address, bytes))
      } finally {
        bytes.destroy()
      }
    },
  }
}

async function proveThatItTells(address: { host: string; port: number }): Promise<void> {
  const answer = await ask(address, Readable.from([nestedArchive(deeperThanAnyLimit)]))
  if (!limitExceeded.test(answer)) throw new Error(`clamd does not tell when a file exceeds its limits, so that no file can be taken for clean: set "AlertExceedsMax yes" in clamd.conf. It answered: ${answer}`)
}

async function ask(address: { host: string; port: number }, bytes: Readable): Promise<string> {
  const socket = connect(address)
  socket.setTimeout(silence, () => socket.destroy(new Error('clamd did not answer in time.')))
  const answer = readAnswer(socket)
  // clamd may refuse and close before all is sent: then its answer counts, not the broken pipe.
  const sending = pipeline(framed(bytes), socket, { end: false }).catch((cause: unknown) => cause)
  try {
    return (await answer).replaceAll('\0', '').trim()
  } catch (error) {
    const cause = await sending
    throw error instanceof Error ? error : new Error('clamd could not be asked.', { cause })
  } finally {
    socket.destroy()
  }
}

/** Each chunk with its length before it, ended by a length of zero. */
async function* framed(bytes: Readable): AsyncGenerator<Buffer> {
  yield Buffer.from('zINSTREAM\0')
  for await (const chunk of bytes) {
    if (!(chunk instanceof Buffer) || chunk.length === 0) continue
    const length = Buffer.alloc(4)
    length.writeUInt32BE(chunk.length)
    yield length
    yield chunk
  }
  yield Buffer.alloc(4)
}

function readAnswer(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = ''
    socket.on('data', (chunk: Buffer) => {
      answer += chunk.toString('latin1')
      if (answer.includes('\0')) resolve(answer)
    })
    socket.on('error', (error) => {
      const gaveUp = 'code' in error && (error.code === 'EPIPE' || error.code === 'ECONNRESET')
      if (answer === '') reject(gaveUp ? new Error('clamd closed the connection before it had the whole file; its StreamMaxLength may be too small.', { cause: error }) : error)
      else resolve(answer)
    })
    socket.on('close', () => (answer === '' ? reject(new Error('clamd closed the connection without an answer.')) : resolve(answer)))
  })
}

const limitExceeded = /^stream: Heuristics\.Limits\.Exceeded\S* FOUND$/

function verdict(answer: string): 'clean' | 'infected' {
  if (answer === 'stream: OK') return 'clean'
  if (limitExceeded.test(answer)) throw new Error(`clamd could not scan all of the file, its limits are too small: ${answer}`)
  if (/^stream: .+ FOUND$/.test(answer)) return 'infected'
  throw new Error(`clamd could not scan the file: ${answer}`)
}
