import { createServer } from 'node:net'
import { existsSync, readFileSync } from 'node:fs'

/** The port of the last start where it is free, so that tools find the server again; else any free one. */
export async function choosePort(file: string): Promise<number> {
  const last = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0
  return (Number.isInteger(last) && last > 0 ? await probe(last) : undefined) ?? (await anyFree())
}

export async function anyFree(): Promise<number> {
  const port = await probe(0)
  if (port === undefined) throw new Error('No free port on 127.0.0.1.')
  return port
}

/** The port if nobody listens there; 0 asks the system for a free one. */
function probe(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => {
      resolve(undefined)
    })
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => {
        resolve(typeof address === 'object' && address !== null ? address.port : undefined)
      })
    })
  })
}
