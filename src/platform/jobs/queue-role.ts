import type { Pool, PoolClient } from 'pg'

/** The role that may work in the queue's schema, and nowhere else. */
export const asQueueRole = '-c role=ses_queue'

/** Work in the queue's tables on a connection of the program's general pool. */
export async function asQueue<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let broken = false
  try {
    await client.query('begin; set local role ses_queue')
    const result = await work(client)
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback').catch(() => {
      broken = true
    })
    throw error
  } finally {
    client.release(broken)
  }
}
