import fc from 'fast-check'
import { expect, test } from 'vitest'
import { countPostCharacters, mentionMark, mentionsIn, parsePost, plainPost, type Block, type Inline } from './markup.ts'

const luis = '018f4e2a-0000-7000-8000-000000000001'
const texas = '018f4e2a-0000-7000-8000-000000000002'

test('a post has paragraphs, line breaks, lists and bold', () => {
  expect(parsePost('First **line**\nsecond\n\n- one\n- two\n1. three\n\nEnd ** of it')).toEqual<Block[]>([
    { kind: 'paragraph', parts: [{ kind: 'text', text: 'First ' }, { kind: 'bold', parts: [{ kind: 'text', text: 'line' }] }, { kind: 'break' }, { kind: 'text', text: 'second' }] },
    { kind: 'list', numbered: false, items: [[{ kind: 'text', text: 'one' }], [{ kind: 'text', text: 'two' }]] },
    { kind: 'list', numbered: true, items: [[{ kind: 'text', text: 'three' }]] },
    { kind: 'paragraph', parts: [{ kind: 'text', text: 'End ** of it' }] },
  ])
})

test('only https addresses become links, without the end of the sentence', () => {
  expect(parsePost('See https://www.example.gov/a_(b). Not http://example.com nor javascript:alert(1)')).toEqual<Block[]>([
    { kind: 'paragraph', parts: [{ kind: 'text', text: 'See ' }, { kind: 'link', url: 'https://www.example.gov/a_(b)' }, { kind: 'text', text: '.' }, { kind: 'text', text: ' Not http://example.com nor javascript:alert(1)' }] },
  ])
})

test('who is named stands there by ID, in bold too, and counts one character', () => {
  const text = `**@[user:${luis}]** and @[agency:${texas}], @[all], @[user:${luis}] and @[user:somebody]`
  expect(mentionsIn(text)).toEqual([{ kind: 'user', id: luis }, { kind: 'agency', id: texas }, { kind: 'everybody' }])
  expect(parsePost(text)[0]).toMatchObject({ parts: [{ kind: 'bold', parts: [{ kind: 'mention', of: { kind: 'user', id: luis } }] }, { kind: 'text', text: ' and ' }, { kind: 'mention' }, { kind: 'text' }, { kind: 'mention' }, { kind: 'text' }, { kind: 'mention' }, { kind: 'text', text: ' and @[user:somebody]' }] })
  expect(countPostCharacters(`@[user:${luis}] ok`)).toBe(4)
  expect(mentionMark({ kind: 'agency', id: texas })).toBe(`@[agency:${texas}]`)
})

test('on paper names stand for those who are named, and no marks', () => {
  expect(plainPost(`**Ask @[user:${luis}]**, @[all], 2 ** 3\n- one`, (mention) => (mention.kind === 'user' ? '$1 Luis' : 'All Agency'))).toBe('Ask @$1 Luis, @All Agency, 2 ** 3\n- one')
})

test('whatever is typed, no link leads anywhere but to https, and no word is lost', () => {
  const piece = fc.oneof(fc.string(), fc.constantFrom('**', '- ', '1. ', '\n', '\n\n', 'https://a.example/x', 'http://b.example', 'javascript:x', '<b>', '@[all]', `@[user:${luis}]`))
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
      const text = pieces.join('')
      const parts = parsePost(text).flatMap((block) => (block.kind === 'list' ? block.items.flat() : block.parts))
      const all = parts.flatMap((part): Inline[] => (part.kind === 'bold' ? part.parts : [part]))
      for (const part of all) if (part.kind === 'link') expect(new URL(part.url).protocol).toBe('https:')
      const words = (of: string) => of.match(/[\p{L}]+/gu) ?? []
      const shown = all.map((part) => (part.kind === 'text' ? part.text : part.kind === 'link' ? part.url : part.kind === 'mention' ? mentionMark(part.of) : ' ')).join('')
      expect(words(shown).join('')).toBe(words(text).join(''))
    }),
  )
})
