import type { ClientBase } from 'pg'
import { categoryKey } from '../domain/category-key.ts'
import { defaultCodeSet, readCodeSet, type CategoryPath, type CodeSetEntry } from './code-set.ts'

/**
 * Brings the table of categories up to the code set that the program ships. Safe to run at every start:
 * nothing is deleted, known labels keep their ID. `client` is an administrator's connection.
 */
export async function loadCodeSet(client: ClientBase): Promise<void> {
  await client.query('begin')
  try {
    await client.query('set local role ses_owner')
    await writeCodeSet(client)
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw error
  }
}

/** As `loadCodeSet`, inside a transaction that runs as ses_owner already. */
export async function writeCodeSet(client: ClientBase): Promise<void> {
  await writeCategories(client, readCodeSet(), { revive: true })
}

/**
 * Adds these categories where they are missing, parents first, in four statements however many they are.
 * @param options.revive sets name, retired and version of those that exist already to what is given
 */
export async function writeCategories(client: { query(sql: string, values: unknown[]): Promise<unknown> }, entries: readonly CodeSetEntry[], options: { revive: boolean }): Promise<void> {
  for (const level of ['product', 'sub_product', 'issue', 'sub_issue'] as const) {
    const rows = entries.filter((entry) => entry.level === level).map(asRow)
    if (rows.length > 0) await client.query(statement(level, options.revive), [JSON.stringify(rows)])
  }
}

function asRow(entry: CodeSetEntry) {
  const [product, issue] = entry.labels
  return {
    name: nameOf(entry),
    name_key: categoryKey(nameOf(entry)),
    product_key: categoryKey(product ?? ''),
    issue_key: categoryKey(issue ?? ''),
    retired: entry.retired,
    version: entry.version,
    version_to: entry.versionTo,
  }
}

function nameOf(path: CategoryPath): string {
  return path.labels.at(-1) ?? ''
}

const refresh = `do update set name = excluded.name, retired = excluded.retired, version = excluded.version, version_to = excluded.version_to
      where (category.name, category.retired, category.version, category.version_to) is distinct from (excluded.name, excluded.retired, excluded.version, excluded.version_to)`

function statement(level: CategoryPath['level'], revive: boolean): string {
  const parents = {
    product: 'null::integer as parent_id from given g',
    sub_product: `p.id as parent_id from given g join category p on p.code_set = '${defaultCodeSet}' and p.level = 'product' and p.name_key = g.product_key`,
    issue: `p.id as parent_id from given g join category p on p.code_set = '${defaultCodeSet}' and p.level = 'product' and p.name_key = g.product_key`,
    sub_issue: `i.id as parent_id from given g join category p on p.code_set = '${defaultCodeSet}' and p.level = 'product' and p.name_key = g.product_key
       join category i on i.code_set = '${defaultCodeSet}' and i.level = 'issue' and i.parent_id = p.id and i.name_key = g.issue_key`,
  }[level]
  return `
    with given as (select * from json_to_recordset($1) as g (name text, name_key text, product_key text, issue_key text, retired boolean, version text, version_to date))
    insert into category (code_set, level, parent_id, name, name_key, retired, version, version_to)
    select '${defaultCodeSet}', '${level}', s.parent_id, s.name, s.name_key, s.retired, s.version, s.version_to
    from (select g.*, ${parents}) s
    on conflict (code_set, level, coalesce(parent_id, 0), name_key)
    ${revive ? refresh : 'do nothing'}`
}
