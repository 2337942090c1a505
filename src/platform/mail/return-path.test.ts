import fc from 'fast-check'
import { expect, test } from 'vitest'
import { newId } from '../new-id.ts'
import { createSecretBox } from '../secret-box.ts'
import { longestLocalPart } from '../mail-reach.ts'
import { mailOfReturnPath, returnPathOf } from './return-path.ts'

const [one, other] = [createSecretBox(Buffer.alloc(32, 7)), createSecretBox(Buffer.alloc(32, 8))]
const address = 'bounces@ses.example'

test('a return path names its e-mail, in any case of its letters, and fits what mail servers take', () => {
  const longest = `${'b'.repeat(longestLocalPart)}@ses.example`
  for (let n = 0; n < 200; n += 1) {
    const id = newId()
    const path = returnPathOf(one, address)(id)
    expect(path).toMatch(/^bounces\+[0-9a-z]{41}@ses\.example$/)
    expect(mailOfReturnPath(one, address, path)).toBe(id)
    expect(mailOfReturnPath(one, address, path.toUpperCase())).toBe(id)
    expect(mailOfReturnPath(one, 'Bounces@SES.example', path)).toBe(id)
    expect(returnPathOf(one, longest)(id).split('@')[0]).toHaveLength(64)
  }
})

test('an address that was not made here names nothing', () => {
  const path = returnPathOf(one, address)(newId())
  for (const given of [address, 'bounces+@ses.example', '', path.replace('ses.example', 'other.example'), path.replace('bounces', 'reports'), returnPathOf(other, address)(newId())]) expect(mailOfReturnPath(one, address, given)).toBeNull()
  fc.assert(fc.property(fc.stringMatching(/^[0-9a-z]{41}$/), (token) => mailOfReturnPath(one, address, `bounces+${token}@ses.example`) === null))
  // Each character counts.
  const at = 'bounces+'.length
  for (let n = at; n < at + 41; n += 1) expect(mailOfReturnPath(one, address, `${path.slice(0, n)}${path[n] === 'a' ? 'b' : 'a'}${path.slice(n + 1)}`)).toBeNull()
})

test('what was sent before the key was rotated still comes back', () => {
  const id = newId()
  const rotated = createSecretBox(Buffer.alloc(32, 9), Buffer.alloc(32, 7))
  expect(mailOfReturnPath(rotated, address, returnPathOf(one, address)(id))).toBe(id)
})
