/** A document as data: what it says, in reading order. How it looks is decided in one place, `draw-block.ts`. */
export type PdfDocument = {
  title: string
  author: string
  /** BCP 47, such as "en-US" */
  language: string
  createdAt: Date
  /** At the top of every page, small; the first line of a letter is its letterhead. */
  header: string
  /** At the left of every page's foot, before "Page 1 of 9". */
  footer: string
  /** Stands in red on every page: what this is not, such as a real document. */
  warning?: string
  /** For wide tables. */
  landscape?: boolean
  blocks: readonly PdfBlock[]
}

export type PdfBlock =
  | { kind: 'heading'; level: 1 | 2 | 3; text: string }
  | { kind: 'paragraph'; text: string; tone?: 'quiet' | 'strong' }
  | { kind: 'facts'; items: readonly { label: string; value: string }[] }
  /** `widths` are shares of the line, such as [2, 1, 1]. The head is repeated on every page. */
  | { kind: 'table'; head: readonly string[]; widths: readonly number[]; rows: readonly (readonly string[])[] }
  /** Bars below one another, in parts that follow one another; `alt` says in words what they show. At most about 35 rows: they stand on one page. */
  | { kind: 'bars'; alt: string; parts: readonly { name: string; color: string }[]; rows: readonly { label: string; values: readonly number[] }[] }
  | { kind: 'list'; items: readonly string[] }
  | { kind: 'rule' }
  | { kind: 'gap'; points: number }
  | { kind: 'page-break' }
