import { connect, type Socket } from 'node:net'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Scanner } from './scanner.ts'

// Longer than clamd itself takes for 1 GB; a scanner that is silent for longer is taken for dead.
const silence = 10 * 60_000

/** ClamAV's daemon over TCP, by INSTREAM: the bytes are sent, nothing need be readable by the daemon. */
export function clamdScanner(address: { host: string; port: number }): Scanner {
  return {
    scan: async (bytes) => {
      const socket = connect(address)
      socket.setTimeout(silence, () => socket.destroy(new Error('clamd did not answer in time.')))
      const answer = readAnswer(socket)
      // clamd may refuse and close before all is sent: then its answer counts, not the broken pipe.
      const sending = pipeline(framed(bytes), socket, { end: false }).catch((cause: unknown) => cause)
      try {
        return verdict(await answer)
      } catch (error) {
        const cause = await sending
        throw error instanceof Error ? error : new Error('clamd could not be asked.', { cause })
      } finally {
        bytes.destroy()
        socket.destroy()
      }
    },
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
    socket.on('error', (error) => (answer === '' ? reject(error) : resolve(answer)))
    socket.on('close', () => (answer === '' ? reject(new Error('clamd closed the connection without an answer.')) : resolve(answer)))
  })
}

function verdict(answer: string): 'clean' | 'infected' {
  const words = answer.replaceAll('\0', '').trim()
  if (words === 'stream: OK') return 'clean'
  if (/^stream: .+ FOUND$/.test(words)) return 'infected'
  throw new Error(`clamd could not scan the file: ${words}`)
}
