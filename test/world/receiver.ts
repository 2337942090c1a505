import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { Webhook } from 'standardwebhooks'
import { z } from 'zod'

const Message = z.object({
  type: z.string(),
  timestamp: z.string(),
  data: z.looseObject({ eventId: z.string(), complaintId: z.string().optional(), requestIds: z.array(z.string()).optional(), links: z.looseObject({}).optional() }),
})
export type Received = { id: string; headers: Record<string, string>; body: string; message: z.infer<typeof Message> }
export type Behaviour = (response: ServerResponse, request: IncomingMessage) => void

export const takes: Behaviour = (response) => response.writeHead(204).end()

/** Another organization's system: a real HTTP server that keeps what it got and answers as it is told. */
export class Receiver {
  readonly received: Received[] = []
  behaviour: Behaviour = takes
  /** How many requests were in hand at one moment, at most. */
  mostAtOnce = 0
  #inHand = 0
  readonly #server = createServer((request, response) => void this.#take(request, response))
  url = ''

  async listen(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    const address = this.#server.address()
    this.url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? String(address.port) : ''}/hooks`
    return this
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  /** Throws unless it was signed with this secret just now. */
  verify({ body, headers }: Received, secret: string): void {
    new Webhook(secret).verify(body, headers)
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.#inHand += 1
    this.mostAtOnce = Math.max(this.mostAtOnce, this.#inHand)
    response.on('close', () => {
      this.#inHand -= 1
    })
    const body = await text(request)
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
    this.received.push({ id: headers['webhook-id'] ?? '', headers, body, message: Message.parse(JSON.parse(body)) })
    this.behaviour(response, request)
  }
}
