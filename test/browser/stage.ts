import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { startProgram, type Program } from '#test/world/program.ts'
import { desktop, openBrowser, Visitor } from './browser.ts'

/** The program with its training world, and a browser: one of each for a test file. */
export class Stage {
  #program: Program | undefined
  #browser: Browser | undefined
  #folder = ''

  get program(): Program {
    return started(this.#program)
  }

  get url(): string {
    return this.program.url
  }

  /** An empty folder for files that a visitor uploads. */
  get folder(): string {
    return this.#folder
  }

  /** Somebody at a browser of their own: nothing is shared with other visitors. */
  arrive(viewport = desktop): Promise<Visitor> {
    return Visitor.arrive(started(this.#browser), this.url, viewport)
  }

  /** As a superuser of the database: for what people cannot do, such as lose a phone. */
  async sql<Row extends object = Record<string, unknown>>(statement: string, values: readonly unknown[] = []): Promise<Row[]> {
    const client = new Client({ connectionString: this.program.adminUrl() })
    await client.connect()
    try {
      return (await client.query<Row>(statement, [...values])).rows
    } finally {
      await client.end()
    }
  }

  async open(env: Readonly<Record<string, string>>): Promise<void> {
    this.#folder = await mkdtemp(join(tmpdir(), 'ses-browser-'))
    this.#program = await startProgram({ dataDir: join(this.#folder, 'data'), env })
    this.#browser = await openBrowser()
  }

  async close(): Promise<void> {
    await this.#browser?.close()
    await this.#program?.stop()
    await rm(this.#folder, { recursive: true, force: true })
  }
}

/** Once, at the top of a test file: opens the stage before its tests and closes it after them. */
export function useStage(env: Readonly<Record<string, string>> = {}): Stage {
  const stage = new Stage()
  beforeAll(() => stage.open(env), 180_000)
  afterAll(() => stage.close(), 60_000)
  return stage
}

function started<T>(one: T | undefined): T {
  if (one === undefined) throw new Error('The stage is open only while its tests run.')
  return one
}
