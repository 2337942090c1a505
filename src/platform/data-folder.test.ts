import { spawn } from 'node:child_process'
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { once } from 'node:events'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openDataFolder } from './data-folder.ts'

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'ses-data-folder-'))
})
afterEach(() => rm(dir, { recursive: true, force: true }))

/** Another process that opens the folder and holds it until killed. */
async function holder() {
  const module = JSON.stringify(join(import.meta.dirname, 'data-folder.ts'))
  const source = `import { openDataFolder } from ${module}; await openDataFolder(${JSON.stringify(dir)}); console.log('held'); setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', source], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(child.stdout, 'data')
  return child
}

test('a second start on the same data folder is refused with the number of the first', async () => {
  const first = await holder()
  await expect(openDataFolder(dir)).rejects.toThrow(`Another SES (process ${String(first.pid)}) is already running on this data folder`)
  first.kill('SIGKILL')
  await once(first, 'exit')
})

test('after kill -9 the next start takes the folder and clears what was left', async () => {
  const first = await holder()
  first.kill('SIGKILL')
  await once(first, 'exit')
  const folder = await openDataFolder(dir)
  expect(await readdir(join(dir, 'lock'))).toHaveLength(1)
  await folder.release()
})

test('of several that start at the same moment never do two go on', async () => {
  const outcomes = await Promise.allSettled(Array.from({ length: 6 }, () => openDataFolder(dir)))
  expect(outcomes.filter(({ status }) => status === 'fulfilled').length).toBeLessThanOrEqual(1)
})

test('a released folder can be opened again', async () => {
  await (await openDataFolder(dir)).release()
  await (await openDataFolder(dir)).release()
})

test('a secret is made once, kept, and readable by its owner only', async () => {
  const folder = await openDataFolder(dir)
  const first = await folder.secret('key')
  await folder.release()
  const again = await openDataFolder(dir)
  expect(await again.secret('key')).toBe(first)
  expect(await again.secret('other', () => 'given')).toBe('given')
  expect((await stat(join(dir, 'secrets', 'key'))).mode & 0o777).toBe(0o600)
  await again.release()
})

test('a folder that cannot be made is refused with a sentence', async () => {
  await expect(openDataFolder('/dev/null/data')).rejects.toThrow('SES_DATA_DIR')
})
