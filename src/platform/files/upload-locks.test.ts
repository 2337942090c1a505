import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test as base, type World } from '#test/world/test-world.ts'
import { newId } from '../new-id.ts'
import { openUploadLocks, type UploadLocks } from './upload-locks.ts'

const test = base.extend<{ two: [UploadLocks, UploadLocks] }>({
  two: async ({ world }, use) => {
    const two: [UploadLocks, UploadLocks] = [openUploadLocks(world.db.appUrl, () => undefined), openUploadLocks(world.db.appUrl, () => undefined)]
    await use(two)
    for (const locks of two) await locks.close()
  },
})

const never = new AbortController().signal
const holders = async (world: World) => world.rows(`select 1 from pg_locks l join pg_database d on d.oid = l.database where l.locktype = 'advisory' and l.granted and d.datname = current_database()`)

test('two processes never write one upload at once, and different uploads do not wait for each other', async ({ two }) => {
  const [id, other] = [newId(), newId()]
  let writing = 0
  let most = 0
  const write = async (locks: UploadLocks) => {
    const lock = locks.newLock(id)
    await lock.lock(never, () => undefined)
    writing += 1
    most = Math.max(most, writing)
    await sleep(20)
    writing -= 1
    await lock.unlock()
  }
  const free = two[1].newLock(other)
  const held = two[0].newLock(id)
  await held.lock(never, () => undefined)
  await free.lock(never, () => undefined)
  await free.unlock()
  await held.unlock()
  await Promise.all([...two, ...two, ...two].map(write))
  expect(most).toBe(1)
})

test('who holds an upload is asked by the other process to let go, and nothing stays locked', async ({ world, two }) => {
  const id = newId()
  const [held, wanted] = [two[0].newLock(id), two[1].newLock(id)]
  let asked = 0
  await held.lock(never, () => {
    asked += 1
    if (asked === 1) void held.unlock()
  })
  await wanted.lock(never, () => undefined)
  expect(asked).toBeGreaterThan(0)
  expect(await holders(world)).toHaveLength(1)
  await wanted.unlock()
  expect(await holders(world)).toHaveLength(0)
})

test('who loses the connection to the database stops writing, and takes locks again afterwards', async ({ world, two }) => {
  const id = newId()
  const lost = new Promise<void>((resolve) => {
    void two[0].newLock(id).lock(never, () => resolve())
  })
  await expect.poll(() => holders(world)).toHaveLength(1)
  await world.rows(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'ses-uploads' and datname = current_database()`)
  await lost
  const elsewhere = two[1].newLock(id)
  await elsewhere.lock(never, () => undefined)
  await elsewhere.unlock()
  const again = two[0].newLock(newId())
  await again.lock(never, () => undefined)
  await again.unlock()
})

test('a request that ends while it waits leaves no lock', async ({ world, two }) => {
  const id = newId()
  const held = two[0].newLock(id)
  await held.lock(never, () => undefined)
  const ending = new AbortController()
  const waiting = two[1].newLock(id).lock(ending.signal, () => undefined)
  ending.abort()
  await expect(waiting).rejects.toMatchObject({ status_code: 500 })
  await held.unlock()
  expect(await holders(world)).toHaveLength(0)
})
