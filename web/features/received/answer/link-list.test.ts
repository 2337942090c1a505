import { expect, test } from 'vitest'
import { linkProblem } from '#src/kernel/sharing-link.ts'
import { newLinkProblem } from './link-list.tsx'

test('a link that the server would refuse is not added, with the same words; nor one twice, nor more than twenty', () => {
  for (const link of ['javascript:alert(1)', 'http://share.example.com', 'https://user:secret@share.example.com', 'https://10.0.0.8', 'https://аpple.example']) {
    expect(newLinkProblem(link, []), link).toBe(linkProblem(link))
    expect(newLinkProblem(link, []), link).not.toBeNull()
  }
  const link = 'https://share.example.com/a'
  expect([newLinkProblem(link, []), newLinkProblem(link, [link])]).toEqual([null, 'This link is in the list already.'])
  expect(newLinkProblem(link, Array.from({ length: 20 }, (_, at) => `${link}${String(at)}`))).toBe('Give at most 20 links.')
})
