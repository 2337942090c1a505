import { writeFile } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'

export const companies = 150

/** An NMLS directory of companies with two licences each. Returns its address. */
export async function writeDirectory(path: string): Promise<string> {
  const lines = Array.from({ length: companies }, (_, n) =>
    JSON.stringify({
      nmlsId: String(10_000_000 + n), name: `Directory Lender ${String(n)} LLC`, businessTypes: ['Consumer Finance'], address: { street: `${String(n)} Main Street`, city: 'Toledo', state: 'OH', zip: '43604' },
      phone: '(555) 010-0100', licences: [{ state: 'OH', number: `MB.${String(n)}` }, { state: 'KY', number: `SM-${String(n)}` }], contacts: {}, branches: [], individuals: [],
    }),
  )
  await writeFile(path, `${lines.join('\n')}\n`)
  return pathToFileURL(path).href
}
