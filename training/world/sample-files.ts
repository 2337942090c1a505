import { createHash } from 'node:crypto'
import { crc32, deflateSync } from 'node:zlib'

/** A small file of invented content. The same bytes each time: a database that knows its SHA-256 gets its bytes from here. */
export type SampleFile = { name: string; type: string; bytes: Buffer; sha256: string }

const file = (name: string, type: string, bytes: Buffer): SampleFile => ({ name, type, bytes, sha256: createHash('sha256').update(bytes).digest('hex') })

export const sampleFiles = {
  letter: file('Letter of the consumer.pdf', 'application/pdf', pdf([
    'To the complaints office', '', 'My loan was transferred in June. Since then two payments were', 'posted late although I mailed both before the first of the month.',
    'I wrote to the company twice and was told to wait.', '', 'Please find out where my payments are and have the late fee', 'taken back.', '', 'Training document: nobody in it is real.',
  ])),
  guide: file('How to answer.pdf', 'application/pdf', pdf([
    'How to answer our requests', '', '1. Answer each numbered point by itself.', '2. Send tables as CSV or Excel, not as pictures.', '3. Ask for more time before the due date, not after it.', '', 'Training document.',
  ])),
  history: file('payment-history.csv', 'text/csv', Buffer.from(['Date,Event,Amount,Principal,Interest,Escrow,Balance', ...paymentLines(), ''].join('\r\n'))),
  statement: file('Account statement October.pdf', 'application/pdf', pdf([
    'Account statement, October', '', 'Payment received October 5          1,412.60', 'Late fee                               35.00', 'Late fee refunded                     -35.00', '', 'Escrow balance                      2,118.44', '', 'Training document.',
  ])),
  picture: file('Screenshot of the portal.png', 'image/png', png(320, 180)),
} satisfies Record<string, SampleFile>

function paymentLines(): string[] {
  let balance = 184_220.15
  return Array.from({ length: 12 }, (_, index) => {
    const interest = Math.round(balance * 0.004125 * 100) / 100
    const principal = Math.round((1_083.4 - interest) * 100) / 100
    balance = Math.round((balance - principal) * 100) / 100
    return [`2025-${String(index + 1).padStart(2, '0')}-05`, 'Payment', '1412.60', principal.toFixed(2), interest.toFixed(2), '329.20', balance.toFixed(2)].join(',')
  })
}

/** One page with lines of text. */
function pdf(lines: readonly string[]): Buffer {
  const escaped = lines.map((line) => line.replace(/[\\()]/g, (sign) => `\\${sign}`))
  const content = `BT /F1 12 Tf 72 720 Td 18 TL\n${escaped.map((line) => `(${line}) Tj T*`).join('\n')}\nET`
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${String(content.length)} >>\nstream\n${content}\nendstream`, '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ]
  let text = '%PDF-1.4\n'
  const starts = objects.map((object, index) => {
    const start = text.length
    text += `${String(index + 1)} 0 obj\n${object}\nendobj\n`
    return start
  })
  const table = starts.map((start) => `${String(start).padStart(10, '0')} 00000 n \n`).join('')
  return Buffer.from(`${text}xref\n0 ${String(objects.length + 1)}\n0000000000 65535 f \n${table}trailer\n<< /Size ${String(objects.length + 1)} /Root 1 0 R >>\nstartxref\n${String(text.length)}\n%%EOF\n`, 'latin1')
}

/** A gray picture with a bar and rows, as a page of a portal looks from afar. */
function png(width: number, height: number): Buffer {
  const rows = Array.from({ length: height }, (_, y) => Buffer.from([0, ...Array.from({ length: width }, (_cell, x) => (y < 24 ? 60 : y % 26 < 3 && x > 20 && x < width - 20 ? 170 : 245))]))
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head[8] = 8
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), chunk('IHDR', head), chunk('IDAT', deflateSync(Buffer.concat(rows), { level: 0 })), chunk('IEND', Buffer.alloc(0))])
}

function chunk(kind: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(kind, 'latin1'), data])
  const around = Buffer.alloc(8)
  around.writeUInt32BE(data.length, 0)
  around.writeUInt32BE(crc32(body), 4)
  return Buffer.concat([around.subarray(0, 4), body, around.subarray(4)])
}
