import { expect, test } from 'vitest'
import codeSet from '#src/modules/complaints/code-set/cfpb.json' with { type: 'json' }
import { everydayWords } from '#src/modules/complaints/domain/everyday-words.ts'
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
  expect(found('late fee')).toEqual(['Mortgage > Late fee', 'Credit card > Fees or interest', 'Credit card > Fees or interest > Charged too much in late fees'])
  expect(found('mortg esc')).toEqual(['Mortgage > Escrow, taxes or insurance'])
  expect(found('store')).toEqual(['Credit card > Store credit card', 'Credit card'])
})

test('what lies under the chosen product comes before the rest', () => {
  expect(found('late fee', 1).slice(0, 2)).toEqual(['Credit card > Fees or interest', 'Credit card > Fees or interest > Charged too much in late fees'])
})

test('where no label has all of the words, the nearest are offered', () => {
  expect(found('unfair late fee').toSorted()).toEqual(found('late fee').toSorted())
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

type Labeled = { name: string; subProducts: string[]; issues: { name: string; subIssues: string[] }[] }
let id = 0
const shipped = pathsOf(
  (codeSet.versions.at(-1)?.products ?? []).flatMap((product: Labeled) => {
    const productId = (id += 1)
    return [
      node(productId, 'product', null, product.name),
      ...product.subProducts.map((name) => node((id += 1), 'sub_product', productId, name)),
      ...product.issues.flatMap((issue) => {
        const issueId = (id += 1)
        return [node(issueId, 'issue', productId, issue.name), ...issue.subIssues.map((name) => node((id += 1), 'sub_issue', issueId, name))]
      }),
    ]
  }),
)
const inShipped = (words: string) => findCategories(shipped, words, null).map((path) => path.labels.join(' > '))

test('every everyday word stands at a category that is offered, and finds it among the first', () => {
  expect(everydayWords.flatMap(([, words]) => words).length).toBeGreaterThan(120)
  for (const [labels, words] of everydayWords) {
    const path = labels.join(' > ')
    expect(shipped.map((one) => one.labels.join(' > ')), path).toContain(path)
    for (const word of words) expect(inShipped(word).slice(0, 3), word).toContain(path)
  }
})

test.for([
  ['escrow', 'Mortgage > Trouble during payment process'], ['escrow shortage', 'Mortgage > Trouble during payment process'], ['foreclosure', 'Mortgage > Struggling to pay mortgage'],
  ['mortgage', 'Mortgage'], ['payday', 'Payday loan, title loan, personal loan, or advance loan'], ['title loan', 'Payday loan, title loan, personal loan, or advance loan'],
  ['car loan', 'Vehicle loan or lease'], ['repossession', 'Vehicle loan or lease > Repossession'], ['student loan', 'Student loan'], ['harassment', 'Debt collection > Communication tactics'],
  ['credit score', 'Credit reporting or other personal consumer reports > Unable to get your credit report or credit score'], ['overdraft', 'Checking or savings account > Problem caused by your funds being low'],
  ['money order', 'Money transfer, virtual currency, or money service'], ['wire', 'Money transfer, virtual currency, or money service > Domestic (US) money transfer'],
  ['Zelle', 'Money transfer, virtual currency, or money service > Mobile or digital wallet'], ['crypto', 'Money transfer, virtual currency, or money service > Virtual currency'],
  ['gift card', 'Prepaid card > General-purpose prepaid card'], ['identity theft', 'Debt collection > Attempts to collect debt not owed > Debt was result of identity theft'],
] as const)('“%s” finds %s', ([words, path]) => {
  expect(inShipped(words).slice(0, 3)).toContain(path)
})
