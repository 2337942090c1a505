import { expect, test } from 'vitest'
import { categoryProblems, type ChosenCategories, type KnownCategory } from './categories.ts'

const nothing: ChosenCategories = { productId: null, subProductId: null, issueId: null, subIssueId: null }
const known: KnownCategory[] = [
  { id: 1, level: 'product', parentId: null, retired: false },
  { id: 2, level: 'product', parentId: null, retired: true },
  { id: 3, level: 'issue', parentId: 1, retired: false },
  { id: 4, level: 'sub_issue', parentId: 3, retired: false },
  { id: 5, level: 'issue', parentId: 2, retired: true },
]

test('each label must stand under the one before', () => {
  expect(categoryProblems({ ...nothing, productId: 1, issueId: 3, subIssueId: 4 }, null, known)).toEqual({})
  expect(Object.keys(categoryProblems({ ...nothing, productId: 1, issueId: 5 }, null, known))).toEqual(['issueId'])
  expect(Object.keys(categoryProblems({ ...nothing, productId: 3 }, null, known))).toEqual(['productId'])
  expect(Object.keys(categoryProblems({ ...nothing, productId: 99 }, null, known))).toEqual(['productId'])
})

test('a retired label stays on a complaint that has it, and is chosen for none', () => {
  const old = { ...nothing, productId: 2, issueId: 5 }
  expect(categoryProblems(old, old, known)).toEqual({})
  expect(Object.keys(categoryProblems(old, nothing, known))).toEqual(['productId', 'issueId'])
})
