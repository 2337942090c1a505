import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { accountHistorySentence } from './history-words.ts'

const modules = join(import.meta.dirname, '../..')

test('every entry about an account that the program writes has words for people', () => {
  const written = readdirSync(modules, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.endsWith('history-words.ts'))
    .flatMap((file) => [...readFileSync(join(modules, file), 'utf8').matchAll(/(?:action: |auditAccount\(\w+, \w+(?:\.\w+)?, |auditOwn\([^']*)'((?:account|session)\.\w+)'/g)].map((found) => found[1] ?? ''))
  const actions = [...new Set(written)].sort()
  expect(actions.length).toBeGreaterThan(20)
  expect(actions.filter((action) => accountHistorySentence(action, {}) === action)).toEqual([])
})
