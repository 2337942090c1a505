import { execFileSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { signIn, trainingAccounts, type ApiClient } from '#test/world/api-client.ts'
import type { Program } from '#test/world/program.ts'
import { startTrainingProgram } from '#test/world/training-program.ts'

const megabyte = 2 ** 20
const room = 8 * megabyte

let program: Program | undefined
let client: ApiClient
let complaintId: string

const roomless: unknown = expect.stringMatching(/^There is no room left for files\. .*goes on as soon as there is room/)

/** A small disk for the files alone; only root may make one. */
function mountSmallDisk(folder: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${String(room)}`, 'tmpfs', folder], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

const dataDir = await mkdtemp(join(tmpdir(), 'ses-full-'))
const files = join(dataDir, 'files')
await mkdir(files)
const mounted = mountSmallDisk(files)

beforeAll(async () => {
  if (!mounted) return
  program = await startTrainingProgram({ dataDir })
  const account = (await trainingAccounts(program.url)).find(({ kind, roles }) => kind === 'agency' && roles.includes('Complaint Supervisor'))
  if (account === undefined) throw new Error('The training world has no Complaint Supervisor.')
  client = await signIn(program.url, account)
  const list = z.object({ items: z.array(z.object({ id: z.string() })) }).parse((await client.get('/complaints?view=open&limit=1')).body)
  complaintId = list.items[0]?.id ?? ''
})

afterAll(async () => {
  await program?.stop()
  if (mounted) execFileSync('umount', [files])
  await rm(dataDir, { recursive: true, force: true })
})

async function create(name: string, size: number): Promise<Response> {
  const metadata = Object.entries({ purpose: 'complaint', targetId: complaintId, filename: name })
  return client.upload('POST', '/uploads', { 'upload-length': String(size), 'upload-metadata': metadata.map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`).join(',') })
}

function patch(location: string, offset: number, bytes: Uint8Array<ArrayBuffer>): Promise<Response> {
  return fetch(client.url + location, { method: 'PATCH', headers: { ...client.headers, 'tus-resumable': '1.0.0', 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' }, body: bytes })
}

async function offsetOf(location: string): Promise<number> {
  return Number((await client.upload('HEAD', location, {})).headers.get('upload-offset'))
}

async function hashOf(location: string): Promise<string> {
  const content = await fetch(`${client.url}/api/v1/documents/${location.slice(location.lastIndexOf('/') + 1)}/content`, { headers: client.headers })
  expect(content.status).toBe(200)
  return createHash('sha256').update(new Uint8Array(await content.arrayBuffer())).digest('hex')
}

test.skipIf(!mounted)('a full disk is said in a sentence, nothing acknowledged is lost, and the upload goes on once there is room (needs the right to mount)', async () => {
  const [whole, cut] = [new Uint8Array(randomBytes(3 * megabyte)), new Uint8Array(randomBytes(7 * megabyte))]
  const before = (await create('before.bin', whole.length)).headers.get('location') ?? ''
  expect((await patch(before, 0, whole)).status).toBe(204)
  const location = (await create('cut.bin', cut.length)).headers.get('location') ?? ''

  const refused = await patch(location, 0, cut)
  expect(refused.status).toBe(503)
  expect(await refused.json()).toMatchObject({ type: '/problems/unavailable', detail: roomless })
  const kept = await offsetOf(location)
  expect(kept).toBeGreaterThan(0)
  expect(kept).toBeLessThan(cut.length)
  const again = await create('another.bin', 10)
  expect([201, 503]).toContain(again.status)
  if (again.status === 503) expect(await again.text()).toContain('no room left')
  // The rest of the system goes on, and what was there stays.
  expect((await client.get('/complaints?view=open&limit=1')).status).toBe(200)
  expect(await hashOf(before)).toBe(createHash('sha256').update(whole).digest('hex'))

  execFileSync('mount', ['-o', `remount,size=${String(4 * room)}`, files])
  const there = await offsetOf(location)
  expect(there).toBeGreaterThanOrEqual(kept)
  expect((await patch(location, there, cut.slice(there))).status).toBe(204)
  expect(await hashOf(location)).toBe(createHash('sha256').update(cut).digest('hex'))
})
