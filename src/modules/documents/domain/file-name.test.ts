import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { countCharacters } from '../../../kernel/text.ts'
import { displayName, extensionOf, safeName } from './file-name.ts'
import { maxFileBytes, nameProblem, sizeProblem } from './limits.ts'

const anyName = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc.array(fc.constantFrom('a', 'é', 'e', '\u0301', '\u0338', '=', ' ', '.', '..', '/', '\\', 'CON', 'nul', 'com1', '\u202e', '\u0000', '\u0958', '😀', '\u2028', ':', '\ud800', '_'), { maxLength: 400 }).map((parts) => parts.join('')),
)

describe('the name under which a file is stored and downloaded', () => {
  test('is never empty, never longer than 200 characters, and holds no path and nothing that cannot be seen', () => {
    fc.assert(
      fc.property(anyName, (name) => {
        const safe = safeName(name)
        expect(safe).not.toBe('')
        expect(Array.from(safe).length).toBeLessThanOrEqual(200)
        expect(safe).not.toMatch(/[\\/<>:"|?*\p{Cc}\u202a-\u202e\u2066-\u2069]/u)
        expect(safe).not.toMatch(/[. ]$/)
        expect(safe).toBe(safe.normalize('NFC'))
      }),
      { numRuns: 2000 },
    )
  })

  test('stays the same when it is made again', () => {
    fc.assert(
      fc.property(anyName, (name) => {
        const safe = safeName(name)
        expect(safeName(safe)).toBe(safe)
      }),
      { numRuns: 2000 },
    )
  })

  test.each([
    ['statement.pdf', 'statement.pdf'],
    ['C:\\Users\\me\\statement.pdf', 'statement.pdf'],
    ['../../etc/passwd', 'passwd'],
    ['invoice\u202efdp.exe', 'invoicefdp.exe'],
    ['cafe\u0301.txt', 'café.txt'],
    ['CON.txt', '_CON.txt'],
    ['lpt1', '_lpt1'],
    ['console.txt', 'console.txt'],
    ['report. . .', 'report'],
    ['what?.csv', 'what_.csv'],
    ['...', 'file'],
    ['', 'file'],
    ['.env', '.env'],
  ])('%j becomes %j', (name, safe) => {
    expect(safeName(name)).toBe(safe)
  })

  test('keeps its extension when it must be shortened', () => {
    const safe = safeName(`${'\u0958'.repeat(150)}.pdf`)
    expect(Array.from(safe).length).toBe(200)
    expect(safe.endsWith('.pdf')).toBe(true)
  })
})

test('for display the uploader’s own spelling is kept, without what cannot be seen', () => {
  expect(displayName('Brief: “Läsion” ?.pdf')).toBe('Brief: “Läsion” ?.pdf')
  expect(displayName('invoice\u202efdp.exe\u0000')).toBe('invoicefdp.exe')
  expect(displayName('\u0007')).toBe('file')
})

test('the extension is what stands after the last dot', () => {
  expect([extensionOf('a.tar.GZ'), extensionOf('.env'), extensionOf('none'), extensionOf('odd.')]).toEqual(['gz', '', '', ''])
})

describe('limits', () => {
  test('a name of 200 characters is taken, whatever its characters; one of 201 is refused with its length', () => {
    const name = `${'😀'.repeat(196)}.pdf`
    expect(countCharacters(name)).toBe(200)
    expect(nameProblem(name)).toBeNull()
    expect(nameProblem(`x${name}`)).toContain('this one has 201')
  })

  test('a file of 1 GB is taken; one byte more is refused with advice', () => {
    expect(sizeProblem(maxFileBytes)).toBeNull()
    expect(sizeProblem(maxFileBytes + 1)).toMatch(/at most 1 GB.*1.01 GB.*ZIP.*split.*file-sharing link/)
  })
})
