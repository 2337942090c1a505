import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { isProgram, officeConverter } from './office-converter.ts'

const soffice = '/usr/bin/soffice'
const picture = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==', 'base64')

let folder: string
let elsewhere: Server
let asked: string[]

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ses-converter-'))
  asked = []
  elsewhere = createServer((request, response) => {
    asked.push(request.url ?? '')
    response.setHeader('content-type', 'image/png').end(picture)
  })
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve))
})

afterEach(async () => {
  await new Promise((resolve) => elsewhere.close(resolve))
  await rm(folder, { recursive: true, force: true })
})

function addressOf(server: Server): string {
  const address = server.address()
  return `http://127.0.0.1:${String(address !== null && typeof address === 'object' ? address.port : 0)}`
}

/** A text document in one XML file: a sentence and pictures that lie elsewhere. */
function documentWith(...pictures: string[]): string {
  const frames = pictures.map((href) => `<text:p><draw:frame text:anchor-type="as-char" svg:width="3cm" svg:height="3cm"><draw:image xlink:href="${href}" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/></draw:frame></text:p>`)
  const names = Object.entries({ office: 'office', text: 'text', draw: 'drawing' }).map(([prefix, name]) => `xmlns:${prefix}="urn:oasis:names:tc:opendocument:xmlns:${name}:1.0"`)
  return `<?xml version="1.0"?><office:document ${names.join(' ')} xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text"><office:body><office:text><text:p>Our answer.</text:p>${frames.join('')}</office:text></office:body></office:document>`
}

async function convert(program: string, bytes: string | Buffer, extension: string): Promise<string | null> {
  const made: Buffer[] = []
  const done = await officeConverter({ program }).convert(Readable.from([Buffer.from(bytes)]), extension, async (pdf) => void made.push(await buffer(pdf)))
  return done ? made.join('') : null
}

test('the converter is told to load nothing from elsewhere and to run no macro, and knows none of our settings', async () => {
  const program = join(folder, 'told')
  await writeFile(program, '#!/bin/sh\nfor last; do :; done\nwhile [ "$1" != --outdir ]; do shift; done\ncat "${last%/*}/profile/user/registrymodifications.xcu" > "$2/document.pdf"; env >> "$2/document.pdf"\n')
  await chmod(program, 0o700)
  const told = await convert(program, 'x', 'odt')
  for (const [name, value] of [['BlockUntrustedRefererLinks', 'true'], ['DisableMacrosExecution', 'true'], ['MacroSecurityLevel', '3']] as const) expect(told).toContain(`oor:name="${name}" oor:op="fuse"><value>${value}</value>`)
  expect(told).not.toContain('VITEST')
})

test.skipIf(!isProgram(soffice))('LibreOffice itself (where it is installed) makes a PDF, without pictures from the network or from this machine, and refuses what is damaged', async () => {
  const near = join(folder, 'near.png')
  await writeFile(near, picture)
  const pdf = await convert(soffice, documentWith(`${addressOf(elsewhere)}/far.png`, pathToFileURL(near).href), 'fodt')
  expect(pdf).toMatch(/^%PDF-/)
  expect(pdf).not.toMatch(/\/Subtype\s*\/Image/)
  expect(asked).toEqual([])
  expect(await convert(soffice, Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(2_000, 'x')]), 'docx')).toBeNull()
})
