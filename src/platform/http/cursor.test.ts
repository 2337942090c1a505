import { expect, test } from 'vitest'
import { AppError, invalid } from '../../kernel/errors.ts'
import { createSecretBox } from '../secret-box.ts'
import { createCursorCodec } from './cursor.ts'

const key = Buffer.alloc(32, 1)
const newKey = Buffer.alloc(32, 2)
const position = { after: ['2026-11-23', 'Ada Lovelace'], sort: 'received' }

test('a cursor comes back as it was sealed, and shows nothing of it', () => {
  const cursors = createCursorCodec(createSecretBox(key))
  const sealed = cursors.seal(position)
  expect(cursors.open(sealed)).toEqual(position)
  expect(Buffer.from(sealed, 'base64url').toString('latin1')).not.toContain('Lovelace')
  expect(cursors.seal(position)).not.toBe(sealed)
})

test('a cursor that was changed, made up or sealed for another purpose is refused with a sentence', () => {
  const box = createSecretBox(key)
  const cursors = createCursorCodec(box)
  const sealed = Buffer.from(cursors.seal(position), 'base64url')
  sealed.writeUInt8(sealed.readUInt8(20) ^ 1, 20)
  for (const wrong of ['', 'x', 'not a cursor', sealed.toString('base64url'), box.seal('second-factor', JSON.stringify(position))]) {
    expect(() => cursors.open(wrong)).toThrow(invalid({ cursor: 'This page of the list can no longer be opened. Start from the first page.' }))
  }
})

test('after a rotation of the key, what was sealed before still opens; without the old key it does not', () => {
  const sealed = createCursorCodec(createSecretBox(key)).seal(position)
  expect(createCursorCodec(createSecretBox(newKey, key)).open(sealed)).toEqual(position)
  expect(() => createCursorCodec(createSecretBox(newKey)).open(sealed)).toThrow(AppError)
})
