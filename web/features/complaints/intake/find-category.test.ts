import { expect, test } from 'vitest'
import { findCategories, pathsOf } from './find-category.ts'

const node = (id: number, level: 'product' | 'sub_product' | 'issue' | 'sub_issue', parentId: number | null, name: string, retired = false) => ({ id, level, parentId, name, retired, version: null, until: null })
const all = [
  node(1, 'product', null, 'Credit card'),
  node(2, 'sub_product', 1, 'Store credit card'),
  node(3, 'issue', 1, 'Fees or interest'),
  node(4, 'sub_issue', 3, 'Charged too much in late fees'),
  node(5, 'product', null, 'Mortgage'),
  node(6, 'issue', 5, 'Late fee'),
  node(7, 'product', null, 'Bank account or service', true),
  node(8, 'issue', 7, 'Late fee of old'),
  node(9, 'issue', 5, 'Escrow, taxes or insurance'),
]
const paths = pathsOf(all)
const found = (words: string, productId: number | null = null) => findCategories(paths, words, productId).map((path) => path.labels.join(' > '))

test('words find a path wherever it stands, the nearest label first', () => {
  expect(found('late fee')).toEqual(['Mortgage > Late fee', 'Credit card > Fees or interest > Charged too much in late fees'])
  expect(found('mortg esc')).toEqual(['Mortgage > Escrow, taxes or insurance'])
  expect(found('store')).toEqual(['Credit card > Store credit card'])
})

test('what lies under the chosen product comes before the rest', () => {
  expect(found('late fee', 1)[0]).toBe('Credit card > Fees or interest > Charged too much in late fees')
})

test('where no label has all of the words, the nearest are offered', () => {
  expect(found('unfair late fee')).toEqual(found('late fee'))
  expect(found('zebra')).toEqual([])
  expect(found(' ')).toEqual([])
})

test('retired labels, and what is under them, are offered to nobody', () => {
  expect(found('late fee of old')).not.toContain('Bank account or service > Late fee of old')
  expect(found('bank account')).toEqual([])
})

test('a path names each of its levels', () => {
  expect(paths.find((path) => path.key === '4')).toMatchObject({ productId: 1, subProductId: null, issueId: 3, subIssueId: 4 })
  expect(paths.find((path) => path.key === '2')).toMatchObject({ productId: 1, subProductId: 2, issueId: null })
})
