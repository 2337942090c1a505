import type { FastifyReply } from 'fastify'

/** An answer that goes on: server-sent events. */
export type EventStream = {
  send(event: string, data: unknown): void
  /** A line that says nothing, so that proxies and the reader know that the stream lives. */
  beat(): void
  end(): void
  /** Called once, whoever ended it. */
  onClose(work: () => void): void
}

/** What a reader that takes nothing may have waiting; beyond it is cut off, and reads everything anew when it comes back. */
const mostWaiting = 256 * 1024

/** Takes the answer over from the framework. Proxies are told not to keep it back and not to change it. */
export function openEventStream(reply: FastifyReply): EventStream {
  reply.hijack()
  const { raw } = reply
  for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) raw.setHeader(name, value)
  raw.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store, no-transform', 'x-accel-buffering': 'no', connection: 'keep-alive' })
  // Words must not wait for more words.
  raw.socket?.setNoDelay(true)
  raw.on('error', () => raw.destroy())
  const write = (text: string) => {
    if (raw.writableEnded || raw.destroyed) return
    raw.write(text)
    if (raw.writableLength > mostWaiting) raw.destroy()
  }
  return {
    send: (event, data) => write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`),
    beat: () => write(': \n\n'),
    end: () => raw.end(),
    onClose: (work) => {
      if (raw.destroyed) work()
      else raw.once('close', work)
    },
  }
}
