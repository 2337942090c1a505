import fc from 'fast-check'
import { AppError } from '#src/kernel/errors.ts'
import { cast } from '#test/world/exchange.ts'
import { expect, test } from '#test/world/test-world.ts'
import { readComplaint } from '../queries/read-complaint.ts'
import { startComplaint } from './start-complaint.ts'
import { updateComplaint } from './update-complaint.ts'

const fields = ['narrative', 'desiredOutcome'] as const
type Field = (typeof fields)[number]

/** What windows do: each knows the version that it read last, types, saves, and looks again, in any order. */
const step = fc.oneof(
  fc.record({ do: fc.constant('save' as const), window: fc.nat(2), field: fc.constantFrom(...fields) }),
  fc.record({ do: fc.constant('read' as const), window: fc.nat(2) }),
  fc.record({ do: fc.constant('race' as const), field: fc.constantFrom(...fields) }),
)

test('no order of autosaves, stale ones included, loses the newest saved text', async ({ world }) => {
  const { agency, supervisor } = await cast(world)
  const colleague = await world.agencyUser(agency, 'manager')
  const windows = [supervisor, colleague, supervisor]
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), async (steps) => {
      const id = await startComplaint(world.deps, supervisor, {})
      const newest: Record<Field, string> = { narrative: '', desiredOutcome: '' }
      const known = [1, 1, 1]
      let version = 1
      let typed = 0
      const save = async (window: number, seen: number, field: Field) => {
        typed += 1
        const text = `Text ${String(typed)}\nof window ${String(window)}`
        const answer = await updateComplaint(world.deps, windows[window] ?? supervisor, id, { version: seen, fields: { [field]: text } }).then(
          () => 'saved' as const,
          (error: unknown) => (error instanceof AppError ? error.code : String(error)),
        )
        return { answer, text }
      }
      for (const one of steps) {
        if (one.do === 'read') known[one.window] = version
        else if (one.do === 'save') {
          const seen = known[one.window] ?? 1
          const { answer, text } = await save(one.window, seen, one.field)
          expect(answer).toBe(seen === version ? 'saved' : 'stale_version')
          if (answer === 'saved') {
            newest[one.field] = text
            version += 1
            known[one.window] = version
          }
        } else {
          // All at once, each believing to be up to date: one is kept, and the others are told.
          const answers = await Promise.all([0, 1, 2].map((window) => save(window, version, one.field)))
          const kept = answers.filter(({ answer }) => answer === 'saved')
          expect(kept).toHaveLength(1)
          expect(answers.filter(({ answer }) => answer === 'stale_version')).toHaveLength(2)
          newest[one.field] = kept[0]?.text ?? ''
          version += 1
        }
        const record = await readComplaint(world.deps, supervisor, id)
        expect(record).toMatchObject({ version, detail: newest })
      }
    }),
    { numRuns: 12 },
  )
})
