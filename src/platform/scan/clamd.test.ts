import { Readable } from 'node:stream'
import { eicar, openClamd, scannerHere } from '#test/world/clamd.ts'
import { describe, expect, test } from 'vitest'
import { clamdScanner } from './clamd.ts'

const padding = Buffer.alloc(64 * 1024, 'harmless ')

/** Harmless bytes, and the test virus after them. */
function* fileOf(megabytes: number, end = eicar): Generator<Buffer> {
  for (let at = 0; at < megabytes * 16; at += 1) yield padding
  yield Buffer.from(end)
}

async function scanWith(limits: Parameters<typeof openClamd>[0], ...files: (readonly [megabytes: number, end?: string])[]): Promise<string[]> {
  const clamd = await openClamd(limits)
  try {
    const scanner = clamdScanner(clamd.address)
    const answers: string[] = []
    for (const file of files) answers.push(await scanner.scan(Readable.from(fileOf(...file))).catch((error: unknown) => (error instanceof Error ? error.message : '')))
    return answers
  } finally {
    await clamd.close()
  }
}

describe(`with ${scannerHere}`, () => {
  test('malware is found at the end of a file as at its beginning; what is free of it is clean', async () => {
    expect(await scanWith({}, [0], [12], [12, 'end'], [0, ''])).toEqual(['infected', 'infected', 'clean', 'clean'])
  })

  test('a file larger than what clamd scans is never clean, nor said to be malware', async () => {
    const answers = await scanWith({ file: 1 }, [2], [2, 'end'], [0], [0, 'end'])
    expect(answers).toEqual([expect.stringContaining('limits are too small'), expect.stringContaining('limits are too small'), 'infected', 'clean'])
    expect(await scanWith({ stream: 1 }, [2], [0, 'end'])).toEqual([expect.stringMatching(/INSTREAM size limit exceeded|StreamMaxLength may be too small/), 'clean'])
  })

  test('nothing is clean by the word of a clamd that keeps silent about its limits', async () => {
    expect(await scanWith({ file: 1, tells: false }, [2], [0, 'end'])).toEqual([expect.stringContaining('AlertExceedsMax yes'), expect.stringContaining('AlertExceedsMax yes')])
  })
})
