import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import type { Program, ProgramOptions } from '#test/world/program.ts'
import { startTrainingProgram } from '#test/world/training-program.ts'
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

  /** Somebody at a browser of their own: nothing is shared with other visitors. `base`: another address of the program. */
  arrive(viewport = desktop, base = this.url): Promise<Visitor> {
    return Visitor.arrive(started(this.#browser), base, viewport)
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

  async open(settings: StageSettings): Promise<void> {
    this.#folder = await mkdtemp(join(tmpdir(), 'ses-browser-'))
    const [program, browser] = await Promise.all([startTrainingProgram({ dataDir: join(this.#folder, 'data'), ...(await settings()) }), openBrowser()])
    this.#program = program
    this.#browser = browser
  }

  async close(): Promise<void> {
    await this.#browser?.close()
    await this.#program?.stop()
    await rm(this.#folder, { recursive: true, force: true })
  }
}

/** What the program is started with, where a test needs it otherwise than the others. */
type StageSettings = () => Promise<Pick<ProgramOptions, 'env' | 'port'>>

/** Once, at the top of a test file: opens the stage before its tests and closes it after them. */
export function useStage(settings: StageSettings = () => Promise.resolve({})): Stage {
  const stage = new Stage()
  beforeAll(() => stage.open(settings))
  afterAll(() => stage.close())
  return stage
}

function started<T>(one: T | undefined): T {
  if (one === undefined) throw new Error('The stage is open only while its tests run.')
  return one
}
