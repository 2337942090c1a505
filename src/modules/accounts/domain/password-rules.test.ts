import { dictionary } from '@zxcvbn-ts/language-common'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { faultOf, lengthFault, passwordLength } from './password-rules.ts'

const list = new Set(dictionary['passwords-common'])
const own = ['Dana Whitfield', 'dana.whitfield@ohio-frd.example', 'Ohio Financial Regulation Division']
const judge = (password: string) => faultOf(password, { own, isCommon: (word) => list.has(word) })

const words = fc.uniqueArray(fc.constantFrom(...dictionary['diceware-common'].filter((word) => /^[a-z]{5,}$/.test(word) && !list.has(word))), { minLength: 3, maxLength: 6 })

describe('length', () => {
  test('what has fewer than 12 characters is refused, whatever they are, and the sentence counts them', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 5 }), (password) => {
      fc.pre(passwordLength(password) < 12)
      expect(judge(password)).toContain(`this has ${String(passwordLength(password))}`)
    }))
  })
  test('what has more than 256 is refused', () => {
    expect(lengthFault('aé'.repeat(128))).toBeNull()
    expect(lengthFault('é'.repeat(257))).toBe('Use at most 256 characters; this has 257.')
  })
  test('a character counts once, however its accent was typed and however rare it is', () => {
    expect(passwordLength('e\u0301')).toBe(1)
    expect(passwordLength('🦊')).toBe(1)
  })
})

describe('what may be used', () => {
  test('three or more words that do not belong together, with anything between them', () => {
    fc.assert(fc.property(words, fc.constantFrom(' ', '-', '', '. ', '7'), (chosen, between) => {
      const password = chosen.join(between)
      expect(judge(password)).toBeNull()
    }))
  })
  test('no kind of sign is asked for', () => {
    for (const password of ['correct horse battery staple', 'vier lampen im winter', 'Пять зелёных ламп у окна', '深夜の電車は窓がとても青い', 'xK4-vv9q-Tz2m', '8203746159482']) expect([password, judge(password)]).toEqual([password, null])
  })
})

describe('what is tried first', () => {
  test('a common password is refused, also with figures and signs around it, in capitals, repeated', () => {
    const common = fc.constantFrom(...dictionary['passwords-common'].filter((word) => /^[a-z]{4,11}$/.test(word)))
    const around = fc.string({ unit: fc.constantFrom(...Array.from('0123456789!?#*. ')), maxLength: 12 })
    fc.assert(fc.property(common, around, around, fc.boolean(), fc.integer({ min: 1, max: 4 }), (word, before, after, capital, times) => {
      const password = before + (capital ? word.slice(0, 1).toUpperCase() + word.slice(1) : word).repeat(times) + after
      fc.pre(passwordLength(password) >= 12)
      expect(judge(password)).not.toBeNull()
    }))
  })
  test.each(['Password2026!!', 'qwertyuiop12', 'P@ssw0rd2026', 'Training-2026!', 'letmeinletmein', 'iloveyou12345678', 'p-a-s-s-w-o-r-d', '1q2w3e4r5t6y', 'Welcome2026!!!', 'Sunshine!!!2025', 'pa55word-2026'])('%s', (password) => {
    expect(judge(password)).not.toBeNull()
  })
  test.each(['aaaaaaaaaaaa', '            ', 'abababababab', 'abcabcabcabc', '121212121212'])('the same few characters: %j', (password) => {
    expect(judge(password)).toMatch(/repeats|Spaces alone/)
  })
  test.each(['abcdefghijkl', 'zyxwvutsrqponm', '123456789012', '098765432109', 'asdfghjklqwertyuiop', 'abcd1234efgh', 'qwertzuiop99'])('a row: %s', (password) => {
    expect(judge(password)).toContain('row')
  })
  test.each(['DanaWhitfield1', 'dana.whitfield', 'Whitfield2026!', 'wh1tf13ld-2026', 'OhioFinancial1', 'Ohio-FRD-2026!', 'StateExaminationSystem', 'ses-ses-2026-ses'])('one’s own words: %s', (password) => {
    expect(judge(password)).toMatch(/mostly a name|repeats/)
  })
  test('one’s own name among enough other words is no fault', () => {
    expect(judge('dana rows a wooden boat')).toBeNull()
  })
})
