import { expect, test } from 'vitest'
import { decodeText } from '../decode-text.ts'
import { delimiterOf, previewKind } from './preview-kind.ts'

const bytes = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0))
const kind = (name: string, text: string, size = 1000) => previewKind(name, size, bytes(text))

test('what is shown is decided by the bytes, whatever the name says', () => {
  expect(kind('a.txt', '%PDF-1.7')).toEqual({ kind: 'pdf' })
  expect(kind('a.pdf', '\x89PNG\r\n\x1a\n')).toEqual({ kind: 'image', type: 'image/png' })
  expect(kind('a.webp', 'RIFF\x10\0\0\0WEBPVP8 ')).toEqual({ kind: 'image', type: 'image/webp' })
  expect(kind('a.png', 'hello')).toEqual({ kind: 'text' })
  expect(kind('a.csv', 'a,b\n1,2')).toEqual({ kind: 'table' })
})

test('HTML and SVG are shown as their source', () => {
  expect(kind('a.html', '<!doctype html><script>alert(1)</script>')).toEqual({ kind: 'text' })
  expect(kind('a.svg', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')).toEqual({ kind: 'text' })
})

test('archives, films, programs, empty and locked files are not shown, each with a reason', () => {
  const why = (name: string, text: string, size?: number) => {
    const found = kind(name, text, size)
    return found.kind === 'none' ? found.why : found.kind
  }
  expect(why('a.zip', 'PK\x03\x04')).toContain('never unpacked')
  expect(why('a.docx', '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')).toContain('password')
  expect(why('a.mp4', '\0\0\0\x18ftypmp42')).toContain('Download')
  expect(why('a.txt', '', 0)).toContain('empty')
  expect(why('a.png', '\x89PNG\r\n\x1a\n', 2 ** 27)).toContain('too large')
  expect(kind('a.docx', 'PK\x03\x04')).toEqual({ kind: 'office' })
})

test('texts are read as UTF-8 where they are sound, also when cut within a character, else as Latin-1 or UTF-16', () => {
  const whole = new TextEncoder().encode('Läsion €')
  expect(decodeText(whole)).toBe('Läsion €')
  expect(decodeText(whole.subarray(0, whole.length - 1))).toBe('Läsion ')
  expect(decodeText(bytes('L\xe4sion'))).toBe('Läsion')
  expect(decodeText(bytes('\xff\xfea\0b\0'))).toBe('ab')
})

test('a table is parted by what parts its first line', () => {
  expect([delimiterOf('a;b;c\n1,5;2;3'), delimiterOf('a\tb\n'), delimiterOf('a,b'), delimiterOf('a')]).toEqual([';', '\t', ',', ','])
})
