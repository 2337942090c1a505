import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Row } from './readings.ts'

const root = join(import.meta.dirname, '../../dist/web')

/** The scripts and styles that index.html loads before anything is shown, gzipped as they are sent. */
export function weighFirstPage(): Row {
  const index = join(root, 'index.html')
  if (!existsSync(index)) return { work: 'first page', name: 'JS and CSS, gzipped', remark: 'not built: npm start builds the web' }
  const loaded = [...readFileSync(index, 'utf8').matchAll(/(?:src|href)="\/([^"]+\.(?:js|css))"/g)].flatMap(([, path]) => (path === undefined ? [] : [path]))
  const bytes = [...new Set(loaded)].map((path) => gzipSync(readFileSync(join(root, path))).length).reduce((sum, length) => sum + length, 0)
  return { work: 'first page', name: 'JS and CSS, gzipped', figure: { value: bytes / 1000, unit: 'kB' }, remark: `${String(new Set(loaded).size)} files` }
}
