import { expect, test } from 'vitest'
import { RelatedForm, type RelatedInput } from './related-form.ts'

const empty = { reference: '', nmlsId: '', name: '', address: '', contact: '' }
const problems = (input: RelatedInput) => RelatedForm.safeParse(input).error?.issues.map(({ path, message }) => [path.join('.'), message])

test('only what the chosen kind needs is sent', () => {
  expect(RelatedForm.parse({ ...empty, kind: 'activity', reference: 'SA-000078', name: 'left over' })).toEqual({ kind: 'activity', reference: 'SA-000078' })
  expect(RelatedForm.parse({ ...empty, kind: 'individual', name: 'Rita Holm', reference: 'left over' })).toEqual({ kind: 'individual', name: 'Rita Holm' })
})

test('an individual needs an NMLS ID or a name, an agent location its name, the others an ID', () => {
  expect(problems({ ...empty, kind: 'individual' })).toEqual([['nmlsId', 'Enter the NMLS ID, or the first and last name.']])
  expect(problems({ ...empty, kind: 'individual', nmlsId: '12a' })).toEqual([['nmlsId', 'An NMLS ID has digits only, at most 12.']])
  expect(problems({ ...empty, kind: 'agent_location' })).toEqual([['name', "Enter the agent's name."]])
  expect(problems({ ...empty, kind: 'complaint' })).toEqual([['reference', 'Enter the ID.']])
})
