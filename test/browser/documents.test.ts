import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { deflateSync, crc32 } from 'node:zlib'
import { fromBufferPromise } from 'yauzl'
import { expect, test } from 'vitest'
import { look } from './look.ts'
import { useStage } from './stage.ts'

/** Thirty files go into one answer through a pause, a lost network and a reload; then they are looked at and taken out again. */
const stage = useStage()
const dana = 'dana.whitfield@ohio-frd.example'

test('thirty files of mixed kinds arrive whole, are looked at, and leave as a ZIP', async () => {
  const [request] = await stage.sql<{ id: string; complaint: string; poc: string }>(`
    select r.id, r.complaint_id as complaint, a.email as poc from information_request r join complaint c on c.id = r.complaint_id join agency g on g.id = c.agency_id
    join complaint_delivery d on d.complaint_id = c.id join account a on a.user_id = d.company_poc_id
    where g.code = 'OH-FRD' and r.status = 'sent_to_company' and a.email like '%@brightwater.example' and not exists (select from response s where s.request_id = r.id) order by r.number limit 1`)
  if (!request) throw new Error('Brightwater has no request of Ohio to answer.')
  const files = kinds()
  const small = files.size - 2
  for (const [name, bytes] of files) await writeFile(join(stage.folder, name), bytes)
  const long = `${'Statement of every month '.repeat(9)}.pdf`
  await writeFile(join(stage.folder, long), 'x')
  const poc = await stage.arrive()
  const { page } = poc
  page.on('dialog', (dialog) => void dialog.accept())
  await poc.signIn(request.poc)
  await poc.go(`/received-requests/${request.id}`)
  const input = page.locator('input[type=file]').first()
  const queue = page.locator('.queue-bar__words')
  const row = (name: string) => page.locator('.file').filter({ hasText: name })

  // Chosen all at once without a network: a name that is too long is refused, 25 are taken at a time, and all can be paused.
  await page.context().setOffline(true)
  await input.setInputFiles([...files.keys(), long].map((name) => join(stage.folder, name)))
  await page.getByText(/A file name has at most 200 characters/).waitFor()
  await page.getByText('There is no network.', { exact: false }).first().waitFor()
  await page.getByText(/^\d+ more follow by themselves: 25 files are taken at a time\.$/).waitFor()
  await page.getByRole('button', { name: 'Pause all', exact: true }).press('Enter')
  await queue.getByText(`${String(files.size)} paused`, { exact: false }).waitFor()
  await look(poc)
  await page.getByRole('button', { name: /^Remove Statement of every month/ }).click()
  await page.context().setOffline(false)
  await queue.getByText(`${String(files.size)} paused`, { exact: false }).waitFor()

  // By their keys: rows move up as others are done, and a click would meet the neighbor.
  // A slow line: the two large ones are held while they are on their way, and the others come in.
  const line = await page.context().newCDPSession(page)
  await line.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 150_000 })
  for (const name of large) {
    await page.getByRole('button', { name: `Resume ${name}`, exact: true }).press('Enter')
    await row(name).getByText(/^[1-9]\d?%, /).waitFor()
    await page.getByRole('button', { name: `Pause ${name}`, exact: true }).press('Enter')
    await row(name).getByText(/^Paused at [1-9]\d?%/).waitFor()
  }
  await line.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: -1 })
  for (const name of files.keys()) if (!large.includes(name)) await page.getByRole('button', { name: `Resume ${name}`, exact: true }).press('Enter')
  await queue.getByText(`${String(small)} done`, { exact: false }).or(page.getByText(`${String(small)} of ${String(files.size)} ready`)).first().waitFor()

  // One goes on by itself when the network is back, the other when its file is chosen again after a reload.
  const [first = '', second = ''] = large
  await page.context().setOffline(true)
  await page.getByRole('button', { name: `Resume ${first}`, exact: true }).press('Enter')
  await row(first).getByText('There is no network.', { exact: false }).waitFor()
  await page.context().setOffline(false)
  await page.getByText(`${String(small + 1)} of ${String(files.size)} ready`).waitFor()
  await page.reload()
  await page.getByText('1 file was not finished: choose it again to go on').waitFor()
  await look(poc)
  await input.setInputFiles(join(stage.folder, second))
  await page.getByText(`${String(files.size)} of ${String(files.size)} ready`).waitFor()

  // Each is there with the checksum of its bytes; what looks wrong is said.
  const checksum = page.locator('.file code[title]')
  await expect.poll(() => checksum.count()).toBe(files.size)
  const shown = new Map<string, string>()
  for (const one of await page.locator('.file').all()) shown.set(await one.locator('.file__name').evaluate((name: { firstChild: { textContent: string | null } | null }) => name.firstChild?.textContent ?? ''), (await one.locator('code').getAttribute('title')) ?? '')
  expect(Object.fromEntries(shown)).toEqual(Object.fromEntries([...files].map(([name, bytes]) => [name, sha256(bytes)])))
  expect(await page.getByText(/The same content as Ledger( copy)?\.csv/).count()).toBe(1)
  await row('Nothing in it.txt').getByText('The file is empty (0 bytes)', { exact: false }).waitFor()
  await row('Scan of the letter.pdf').getByText('Its content is not what its name says', { exact: false }).waitFor()
  await look(poc)

  // What can be shown is shown; HTML is text, and nothing in it runs.
  const dialog = page.getByRole('dialog')
  const preview = async (name: string, sees: () => Promise<unknown>) => {
    await page.getByRole('button', { name: `Preview ${name}`, exact: true }).click()
    await sees()
    await look(poc)
    await dialog.getByRole('button', { name: 'Close', exact: true }).last().click()
    await dialog.waitFor({ state: 'hidden' })
  }
  await preview('Statement.pdf', () => dialog.locator('canvas').waitFor())
  await preview('Front of the house.png', () => expect.poll(() => dialog.locator('img').evaluate((image: { naturalWidth: number }) => image.naturalWidth)).toBe(2))
  await preview('Ledger.csv', () => dialog.getByRole('cell', { name: '1186.20' }).waitFor())
  await preview('Letter.txt', () => dialog.getByText('Dear Ms. Pruitt', { exact: false }).waitFor())
  await preview('Portal.html', () => dialog.locator('pre').getByText('<script>', { exact: false }).waitFor())
  expect(await page.evaluate('window.wasRun')).toBe(undefined)

  // Submitted, the agency takes three of them in one ZIP, with a list of their checksums.
  await page.getByRole('button', { name: /^Submit to .*…$/ }).click()
  await dialog.getByRole('button', { name: /^Submit to/ }).click()
  await page.getByText(/^Sent to /).first().waitFor()
  const agency = await stage.arrive()
  await agency.signIn(dana)
  await agency.go(`/complaints/${request.complaint}/documents`)
  const chosen = ['Ledger.csv', 'Statement.pdf', first]
  for (const name of chosen) await agency.page.getByRole('checkbox', { name: `Select ${name}`, exact: true }).check({ force: true })
  await look(agency)
  const [download] = await Promise.all([agency.page.waitForEvent('download'), agency.page.getByRole('button', { name: /^Download selected \(3 files/ }).click()])
  const held = new Map<string, Buffer>()
  const zip = await fromBufferPromise(await readFile(await download.path()))
  for await (const entry of zip.eachEntry()) held.set(entry.fileName.split('/').at(-1) ?? '', await buffer(await zip.openReadStreamPromise(entry)))
  const manifest = held.get('manifest.csv')?.toString() ?? ''
  held.delete('manifest.csv')
  expect([...held.keys()].toSorted()).toEqual(chosen.toSorted())
  for (const [name, bytes] of held) {
    expect(sha256(bytes)).toBe(sha256(files.get(name) ?? Buffer.alloc(0)))
    expect(manifest).toContain(sha256(bytes))
  }
  for (const visitor of [poc, agency]) expect(visitor.complaintsOfThePage).toEqual([])
})

const large = ['Recording of the call.bin', 'Recording of the hearing.bin']

/** Thirty files: two large ones, one of each kind that is treated in its own way, and plain ones. */
function kinds(): Map<string, Buffer> {
  const ledger = Buffer.from('date,amount\n2026-10-27,1186.20\n')
  const files = new Map<string, Buffer>([
    ...large.map((name, at): [string, Buffer] => [name, Buffer.alloc(1_500_000, `call ${String(at)} `)]),
    ['Statement.pdf', pdf()],
    ['Front of the house.png', png()],
    ['Ledger.csv', ledger],
    ['Ledger copy.csv', ledger],
    ['Letter.txt', Buffer.from('Dear Ms. Pruitt,\nyour payment was credited.\n')],
    ['Portal.html', Buffer.from('<html><body><script>window.wasRun = true; parent.wasRun = true</script>Welcome</body></html>')],
    ['Nothing in it.txt', Buffer.alloc(0)],
    ['Scan of the letter.pdf', png()],
    ['All of it.zip', Buffer.from('PK\x05\x06'.padEnd(22, '\0'), 'latin1')],
  ])
  // The picture under another name is a picture all the same: other bytes, so that only one pair is alike.
  files.set('Scan of the letter.pdf', Buffer.concat([png(), Buffer.from('scan')]))
  const endings = ['txt', 'csv', 'md', 'json', 'xml', 'log', 'eml']
  for (let at = files.size; at < 30; at += 1) files.set(`Note ${String(at)}.${endings[at % endings.length] ?? 'txt'}`, Buffer.from(`Note ${String(at)}\n`))
  return files
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** Two by two, black. */
function png(): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data])
    const size = Buffer.alloc(4)
    size.writeUInt32BE(data.length)
    const check = Buffer.alloc(4)
    check.writeUInt32BE(crc32(body))
    return Buffer.concat([size, body, check])
  }
  const head = Buffer.from([0, 0, 0, 2, 0, 0, 0, 2, 8, 0, 0, 0, 0])
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', head), chunk('IDAT', deflateSync(Buffer.alloc(6))), chunk('IEND', Buffer.alloc(0))])
}

/** One page with a line of text. */
function pdf(): Buffer {
  const text = 'BT /F1 24 Tf 72 700 Td (Statement of October) Tj ET'
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${String(text.length)} >>\nstream\n${text}\nendstream`, '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ]
  let body = '%PDF-1.4\n'
  const places = objects.map((object, at) => {
    const place = body.length
    body += `${String(at + 1)} 0 obj\n${object}\nendobj\n`
    return place
  })
  const table = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('')
  return Buffer.from(`${body}xref\n0 6\n0000000000 65535 f \n${table}trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n${String(body.length)}\n%%EOF\n`, 'latin1')
}
