import { AppError } from '#src/kernel/errors.ts'
import { activated } from '#test/world/enrollment.ts'
import { expect, test } from '#test/world/test-world.ts'
import { readFinisher } from './read-finisher.ts'

test('a colleague without any role reads who finishes the set-up of the own company, and nobody else does', async ({ world }) => {
  const supervisor = await world.agencyUser(await world.agency(), 'supervisor')
  const company = await world.company({ enrolled: false })
  const first = await activated(world, supervisor, company)
  const colleague = { ...first, userId: (await world.companyUser(company, 'view')).userId, systemRoles: [], complaintsAccess: 'view' as const }
  const [person] = await world.rows<{ name: string }>('select name from person where id = $1', [first.userId])
  expect(await readFinisher(world.deps, colleague)).toEqual({ name: person?.name })

  const elsewhere = await world.companyUser(await world.company(), 'manage')
  for (const stranger of [elsewhere, supervisor]) {
    await expect(readFinisher(world.deps, stranger)).rejects.toThrow(AppError)
  }
})
