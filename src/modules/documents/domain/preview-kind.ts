import { extensionOf } from './file-name.ts'

/** Bytes from the start that `previewKind` looks at. */
export const previewStartBytes = 4096
/** Of a text, the first so many bytes are shown; of a table the first so many rows. */
export const previewTextBytes = 1024 * 1024
export const previewRows = 500
/** A picture or an Office file above this is not shown: it would keep a browser, or the converter, busy for long. */
export const previewPictureBytes = 50 * 1024 * 1024
export const previewOfficeBytes = 50 * 1024 * 1024

/** How a document can be shown: by its bytes; by its name only among texts and Office files. */
export type PreviewKind =
  | { kind: 'pdf' }
  | { kind: 'image'; type: 'image/png' | 'image/jpeg' | 'image/gif' | 'image/webp' }
  | { kind: 'text' }
  | { kind: 'table' }
  | { kind: 'office' }
  | { kind: 'none'; why: string }

const office = new Set(['docx', 'docm', 'dotx', 'xlsx', 'xlsm', 'pptx', 'odt', 'ods', 'odp', 'doc', 'xls', 'ppt', 'rtf'])
const newOffice = new Set(['docx', 'docm', 'dotx', 'xlsx', 'xlsm', 'pptx'])
const tables = new Set(['csv', 'tsv'])
const notShown = 'This kind of file cannot be shown here. Download it to open it.'
const asLocked = 'This file is protected by a password, so it cannot be shown here. Download it and open it with the password.'

/** HTML and SVG are texts like others: their source is shown, and nothing in them runs. */
export function previewKind(name: string, size: number, start: Uint8Array): PreviewKind {
  if (size === 0) return { kind: 'none', why: 'This file is empty.' }
  const text = String.fromCharCode(...start.subarray(0, previewStartBytes))
  const extension = extensionOf(name)
  if (/^(?:\xef\xbb\xbf)?\s*%PDF-/.test(text)) return { kind: 'pdf' }
  const image = pictureOf(text)
  if (image !== null) return size > previewPictureBytes ? { kind: 'none', why: 'This picture is too large to be shown here. Download it to open it.' } : { kind: 'image', type: image }
  const isOle = text.startsWith('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')
  // Office keeps a document with a password in the container of the old formats.
  if (isOle && newOffice.has(extension)) return { kind: 'none', why: asLocked }
  if (office.has(extension) && (isOle || text.startsWith('PK\x03\x04') || text.startsWith('{\\rtf'))) {
    return size > previewOfficeBytes ? { kind: 'none', why: 'This file is too large to be shown here. Download it to open it.' } : { kind: 'office' }
  }
  if (text.startsWith('PK\x03\x04')) return { kind: 'none', why: 'A ZIP file is never unpacked here. Download it to open it.' }
  if (!looksLikeText(start)) return { kind: 'none', why: notShown }
  return { kind: tables.has(extension) ? 'table' : 'text' }
}

function pictureOf(text: string): 'image/png' | 'image/jpeg' | 'image/gif' | 'image/webp' | null {
  if (text.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png'
  if (text.startsWith('\xff\xd8\xff')) return 'image/jpeg'
  if (/^GIF8[79]a/.test(text)) return 'image/gif'
  return /^RIFF[^]{4}WEBP/.test(text) ? 'image/webp' : null
}

function looksLikeText(start: Uint8Array): boolean {
  if (hasUtf16Mark(start)) return true
  // Tab, line feed, form feed, carriage return, escape; a zero byte stands in no text.
  const odd = start.filter((byte) => byte < 32 && ![9, 10, 12, 13, 27].includes(byte)).length
  return !start.includes(0) && odd <= start.length / 100
}

export function hasUtf16Mark(bytes: Uint8Array): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
}

/** The sign that parts the cells, by the first line. */
export function delimiterOf(text: string): string {
  const line = text.slice(0, text.search(/\r|\n|$/))
  const count = (sign: string) => line.split(sign).length
  return [',', ';', '\t', '|'].toSorted((one, other) => count(other) - count(one))[0] ?? ','
}
