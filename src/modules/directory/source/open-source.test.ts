import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { csvSource, entriesOf, jsonSource } from '#test/world/directory.ts'
import { openSource, withoutQuery } from './open-source.ts'
import type { FetchLimits } from './fetch-bytes.ts'

const limits: FetchLimits = { answerMs: 400, idleMs: 400, bytes: 20_000 }
const company = { nmlsId: '1904412', name: 'Brightwater Home Loans, LLC' }
const csv = 'record,nmls_id,name\ncompany,1904412,"Brightwater Home Loans, LLC"\n'

const answers: Record<string, (request: IncomingMessage, response: ServerResponse) => void> = {
  '/directory.csv': (_request, response) => response.writeHead(200, { 'content-type': 'text/csv; charset=utf-8' }).end(csv),
  '/by-name.csv': (_request, response) => response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(csv),
  '/json': (_request, response) => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify([company])),
  '/lines': (_request, response) => response.writeHead(200, { 'content-type': 'application/x-ndjson' }).end(`${JSON.stringify(company)}\n${JSON.stringify(company)}\n`),
  '/protected': (request, response) => {
    if (request.headers.authorization === `Basic ${Buffer.from('reader:p@ss').toString('base64')}`) response.writeHead(200, { 'content-type': 'text/csv' }).end(csv)
    else response.writeHead(401).end()
  },
  '/moved': (_request, response) => response.writeHead(302, { location: '/directory.csv' }).end(),
  '/elsewhere': (_request, response) => response.writeHead(302, { location: 'http://localhost.example/secret' }).end(),
  '/other-port': (_request, response) => response.writeHead(302, { location: 'http://127.0.0.1:22/' }).end(),
  '/file': (_request, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
  '/round': (_request, response) => response.writeHead(302, { location: '/round' }).end(),
  '/page': (_request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html></html>'),
  '/gone': (_request, response) => response.writeHead(404, { 'content-type': 'text/csv' }).end(),
  '/silent': () => undefined,
  '/slow': (_request, response) => response.writeHead(200, { 'content-type': 'text/csv' }).write('record,nmls_id,name\n'),
  '/broken': (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/csv', 'content-length': '5000' }).write(csv)
    setTimeout(() => response.destroy(), 50)
  },
  '/large': (_request, response) => response.writeHead(200, { 'content-type': 'text/csv' }).end(csv + 'company,1,x\n'.repeat(5_000)),
  '/bomb': (_request, response) => response.writeHead(200, { 'content-type': 'text/csv', 'content-encoding': 'gzip' }).end(gzipSync(csv + 'company,1,x\n'.repeat(50_000))),
}

let server: Server
let base = ''
beforeAll(async () => {
  server = createServer((request, response) => {
    const answer = answers[(request.url ?? '').split('?')[0] ?? '']
    if (answer === undefined) response.writeHead(404).end()
    else answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  base = `http://127.0.0.1:${String(typeof address === 'object' && address !== null ? address.port : 0)}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const read = (path: string) => entriesOf(openSource(base + path, limits))

test.each(['/directory.csv', '/by-name.csv', '/json', '/moved', '/directory.csv?token=secret'])('%s is read by its content type, else its name, over a redirect on its host', async (path) => {
  expect(await read(path)).toMatchObject([{ part: 'company', nmlsId: '1904412', values: { name: 'Brightwater Home Loans, LLC' } }])
})

test('one company a line is read as JSON; a name and password of the address are sent to it', async () => {
  expect(await read('/lines')).toHaveLength(2)
  expect(await entriesOf(openSource(`${base.replace('//', '//reader:p%40ss@')}/protected`, limits))).toHaveLength(1)
})

test.each([
  ['/elsewhere', 'another host'],
  ['/other-port', 'another host'],
  ['/file', 'another host'],
  ['/round', 'from address to address'],
  ['/page', 'text/html; expected CSV or JSON'],
  ['/gone', 'status 404'],
  ['/silent', 'did not answer in time'],
  ['/slow', 'did not answer in time'],
  ['/broken', 'broke off'],
  ['/large', 'larger than 20,000 bytes'],
  ['/bomb', 'larger than 20,000 bytes'],
])('%s is refused with a sentence: %s', async (path, words) => {
  await expect(read(path)).rejects.toMatchObject({ code: 'invalid', message: expect.stringContaining(words) as string })
})

test('a server that is not there, a file that is not there, and other protocols are refused with a sentence', async () => {
  await expect(entriesOf(openSource('http://127.0.0.1:9/directory.csv', limits))).rejects.toThrow(/could not be reached/)
  await expect(entriesOf(openSource('/no/such/file.csv'))).rejects.toThrow(/cannot be read \(ENOENT\)/)
  await expect(entriesOf(openSource('/no/such/file.xlsx'))).rejects.toThrow(/must end with/)
  expect(() => openSource('ftp://host.example/directory.csv')).toThrow(/begins with https/)
})

test('what is shown of an address has neither its query nor a password', () => {
  expect(withoutQuery('https://reader:secret@nmls.example:8443/directory.csv?key=abc#x')).toBe('https://nmls.example:8443/directory.csv')
})

test('JSON is cut into its companies wherever the pieces of the stream end, array or lines', async () => {
  const text = fc.record({ nmlsId: fc.nat().map(String), name: fc.string({ unit: 'binary' }), nested: fc.array(fc.dictionary(fc.string(), fc.string())) })
  await fc.assert(
    fc.asyncProperty(fc.array(text, { maxLength: 5 }), fc.integer({ min: 1, max: 40 }), fc.boolean(), async (companies, size, lines) => {
      fc.pre(companies.length > 0)
      const file = lines ? companies.map((one) => JSON.stringify(one)).join('\n') : JSON.stringify(companies, null, 2)
      const entries = await entriesOf(jsonSource(file, size))
      expect(entries.map((entry) => ('values' in entry ? entry.values.name : null))).toEqual(companies.map((one) => one.name))
      if (lines) expect(entries.map((entry) => entry.line)).toEqual(companies.map((_one, index) => index + 1))
    }),
    { numRuns: 60 },
  )
})

test('an object that is no JSON is named by its line, and the next one is read', async () => {
  expect(await entriesOf(jsonSource(`[\n{"nmlsId": "1", "name": "A"},\n{"nmlsId": 2, oops},\n{"nmlsId": "3", "licences": "many"},\n{"nmlsId": "4", "name": "D"}]`))).toMatchObject([
    { line: 2, nmlsId: '1' },
    { line: 3, unreadable: 'This object is not valid JSON.' },
    { line: 4, unreadable: 'licences must be a list of objects.', nmlsId: '3' },
    { line: 5, nmlsId: '4' },
  ])
})

test('a CSV without the columns, with an open quote, or that is not UTF-8 is refused', async () => {
  await expect(entriesOf(csvSource('name,state\nA,OH\n'))).rejects.toThrow('record and nmls_id are missing')
  await expect(entriesOf(csvSource(`record,nmls_id,name\ncompany,1,"${'x'.repeat(2_000_000)}`))).rejects.toThrow(/cannot be read as CSV/)
  await expect(entriesOf(csvSource(''))).rejects.toThrow('empty')
})
