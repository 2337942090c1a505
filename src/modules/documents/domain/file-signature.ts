import { extensionOf } from './file-name.ts'

/** Bytes from the start that `remarkOn` looks at. */
export const signatureBytes = 256

type Kind = 'pdf' | 'png' | 'jpeg' | 'gif' | 'zip' | 'ole' | 'rtf' | 'program'

// The first bytes by which these formats are known.
const signatures: readonly (readonly [Kind, RegExp])[] = [
  ['pdf', /^(?:\xef\xbb\xbf)?\s*%PDF-/],
  ['png', /^\x89PNG\r\n\x1a\n/],
  ['jpeg', /^\xff\xd8\xff/],
  ['gif', /^GIF8[79]a/],
  ['zip', /^PK(?:\x03\x04|\x05\x06|\x07\x08)/],
  ['ole', /^\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1/],
  ['rtf', /^\{\\rtf/],
  // Windows, Linux, macOS. The zero byte tells a program from a text that begins with MZ.
  ['program', /^(?:MZ[^]{0,62}[\0]|\x7fELF|[\xce\xcf]\xfa\xed\xfe)/],
]

// What a file of this extension is. Office keeps old documents, and new ones with a password, as 'ole'.
const kindsOf: Readonly<Record<string, readonly Kind[]>> = {
  pdf: ['pdf'],
  png: ['png'],
  jpg: ['jpeg'],
  jpeg: ['jpeg'],
  gif: ['gif'],
  zip: ['zip'],
  docx: ['zip', 'ole'],
  xlsx: ['zip', 'ole'],
  pptx: ['zip', 'ole'],
  doc: ['ole', 'rtf', 'zip'],
  xls: ['ole', 'zip'],
  ppt: ['ole', 'zip'],
  rtf: ['rtf'],
}
const plainText = new Set(['txt', 'csv', 'tsv', 'md', 'log', 'json', 'xml', 'htm', 'html', 'eml'])
const programs = new Set(['exe', 'dll', 'com', 'scr', 'sys', 'cpl', 'ocx', 'so', 'bin', 'dylib'])

/** What readers are told of a file: it is empty, or its first bytes belie its name. Formats not known here pass. */
export function remarkOn(name: string, size: number, start: Uint8Array): 'empty' | 'type_differs' | null {
  if (size === 0) return 'empty'
  const text = String.fromCharCode(...start.subarray(0, signatureBytes))
  const found = signatures.find(([, pattern]) => pattern.test(text))?.[0] ?? null
  return belies(extensionOf(name), found) ? 'type_differs' : null
}

function belies(extension: string, found: Kind | null): boolean {
  const expected = kindsOf[extension]
  if (expected !== undefined) return found === null || !expected.includes(found)
  if (found === null) return false
  return plainText.has(extension) || (found === 'program' && !programs.has(extension))
}
