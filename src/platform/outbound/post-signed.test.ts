import dns from 'node:dns'
import net from 'node:net'
import { afterEach, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { isLoopback, isPublicAddress } from './public-address.ts'
import { signedPoster } from './post-signed.ts'

const secrets = [`whsec_${Buffer.alloc(32).toString('base64')}`]
const closing: (() => void)[] = []
afterEach(() => {
  vi.restoreAllMocks()
  for (const close of closing.splice(0)) close()
})

const LookedUp = z.custom<(error: null, addresses: { address: string; family: number }[]) => void>((value) => typeof value === 'function')

/** A server that answers in bytes of its own. */
async function answering(answer: (socket: net.Socket) => void): Promise<{ port: number; asked: () => number }> {
  let asked = 0
  const sockets = new Set<net.Socket>()
  const server = net.createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.once('data', () => {
      asked += 1
      answer(socket)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const address = server.address()
  return { port: typeof address === 'object' && address !== null ? address.port : 0, asked: () => asked }
}

const post = (url: string, thisMachine = true) => signedPoster({ thisMachine })({ url, id: 'x', at: new Date(), body: '{}', secrets }, new AbortController().signal)

test.each<[string, (socket: net.Socket) => void, object]>([
  ['another protocol', (socket) => socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'), { outcome: 'refused', code: 101 }],
  ['no HTTP at all', (socket) => socket.end('SSH-2.0-OpenSSH_9\r\n'), { outcome: 'unreachable', code: null }],
  ['a connection that breaks', (socket) => socket.resetAndDestroy(), { outcome: 'unreachable', code: null }],
  ['a connection that is closed in silence', (socket) => socket.end(), { outcome: 'unreachable', code: null }],
  ['a megabyte of headers', (socket) => socket.write(`HTTP/1.1 200 OK\r\nx: ${'a'.repeat(1_000_000)}\r\n\r\n`), { outcome: 'unreachable', code: null }],
  ['half an answer', (socket) => void socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\nabc', () => socket.destroy()), { outcome: 'delivered', code: 200 }],
  ['a question for a password', (socket) => socket.end('HTTP/1.1 401 No\r\nwww-authenticate: Basic\r\n\r\n'), { outcome: 'refused', code: 401 }],
])('an attempt ends when the other side answers with %s', async (_what, answer, expected) => {
  const { port, asked } = await answering(answer)
  expect(await post(`http://127.0.0.1:${String(port)}/`)).toMatchObject(expected)
  expect(asked()).toBe(1)
})

test('beside this machine’s own address nothing inside a network is reached in training, and in production not even that', async () => {
  const { port, asked } = await answering((socket) => socket.end('HTTP/1.1 204 Yes\r\n\r\n'))
  for (const host of ['10.0.0.1', '0xa.1', '167772161', '192.168.1.1', '169.254.169.254', '0.0.0.0', '[fd00:ec2::254]', '[fe80::1]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[::127.0.0.1]', '[64:ff9b::7f00:1]', '[2002:7f00:1::]']) {
    for (const thisMachine of [true, false]) expect(await post(`http://${host}:${String(port)}/`, thisMachine), host).toMatchObject({ outcome: 'not_public', code: null })
  }
  for (const host of ['127.0.0.1', '2130706433', '0x7f.1', '0177.0.0.1', 'localhost', '127.1']) expect(await post(`http://${host}:${String(port)}/`, false), host).toMatchObject({ outcome: 'not_public' })
  expect(asked()).toBe(0)
  expect(await post(`http://127.0.0.1:${String(port)}/`)).toMatchObject({ outcome: 'delivered' })
})

test('a name is looked up once and judged by what it resolves to then: a second answer, or one among several, is no way in', async () => {
  const { port, asked } = await answering((socket) => socket.end('HTTP/1.1 204 Yes\r\n\r\n'))
  const resolvesTo = (...answers: string[][]) => {
    const lookups = vi.spyOn(dns, 'lookup')
    // As the system would answer: each time the next.
    lookups.mockImplementation((...call: unknown[]) => {
      const addresses = (answers.length > 1 ? answers.shift() : answers[0]) ?? []
      const done = LookedUp.parse(call.at(-1))
      process.nextTick(() => done(null, addresses.map((address) => ({ address, family: net.isIP(address) }))))
    })
    lookups.mockClear()
    return lookups
  }
  const url = `http://hooks.example:${String(port)}/`
  resolvesTo(['127.0.0.1'])
  expect(await post(url, false)).toMatchObject({ outcome: 'not_public' })
  resolvesTo(['93.184.215.14', '127.0.0.1'])
  expect(await post(url, false)).toMatchObject({ outcome: 'not_public' })
  resolvesTo(['10.1.2.3'])
  expect(await post(url), 'in training').toMatchObject({ outcome: 'not_public' })
  const lookups = resolvesTo([], ['127.0.0.1'])
  expect(await post(url, false), 'no address').toMatchObject({ outcome: 'not_public' })
  expect(lookups).toHaveBeenCalledTimes(1)
  expect(asked()).toBe(0)
})

test('which addresses are public', () => {
  for (const address of ['93.184.215.14', '8.8.8.8', '2606:4700::1111']) expect(isPublicAddress(address), address).toBe(true)
  for (const address of ['', 'localhost', '127.0.0.1', '100.64.0.1', '172.31.255.255', '198.18.0.1', '203.0.113.5', '224.0.0.1', '255.255.255.255', '::', '::1', '::ffff:8.8.8.8', 'fc00::1', 'fe80::1', 'ff02::1', '2001:db8::1', '2001::1', '2002:808:808::1', '64:ff9b::808:808', '3fff::1']) expect(isPublicAddress(address), address).toBe(false)
  expect(['127.0.0.1', '127.255.0.3', '::1'].map(isLoopback)).toEqual([true, true, true])
  expect(['::ffff:127.0.0.1', '10.0.0.1', '0.0.0.0', '::'].map(isLoopback)).toEqual([false, false, false, false])
})
