import { useNavigate, useRouterState, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'

/*
 * The state of a list lives in its address: filters and sort in the query, searched words in the fragment (#q=…),
 * which browsers never send, so that no server's log holds them.
 *   const { search, words, setSearch, setWords } = useListSearch()
 */
export type SearchValue = string | readonly string[] | undefined
export type SearchPatch = Record<string, SearchValue>

export function wordsIn(hash: string): string {
  return new URLSearchParams(hash.replace(/^#/, '')).get('q') ?? ''
}

export function hashFor(words: string): string {
  const trimmed = words.trim()
  return trimmed ? `q=${encodeURIComponent(trimmed)}` : ''
}

/** Search params after a change: empty values leave the address; a changed filter never keeps an old cursor. */
export function patched(search: Readonly<Record<string, unknown>>, patch: SearchPatch): Record<string, unknown> {
  const next: Record<string, unknown> = { ...search, ...patch }
  delete next.cursor
  return Object.fromEntries(Object.entries(next).filter(([, value]) => value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0)))
}

export function useWords(): string {
  // The raw address: the router's own decoding would turn an encoded "&" into a separator.
  return useRouterState({ select: (state) => wordsIn(state.location.href.split('#')[1] ?? '') })
}

export function useListSearch() {
  const search: Readonly<Record<string, unknown>> = useSearch({ strict: false })
  const words = useWords()
  const navigate = useNavigate()
  const go = useCallback((next: Record<string, unknown>, hash: string) => void navigate({ to: '.', search: () => next, hash, resetScroll: false }), [navigate])
  return useMemo(
    () => ({
      search,
      words,
      setSearch: (patch: SearchPatch) => go(patched(search, patch), hashFor(words)),
      setWords: (next: string) => go(patched(search, {}), hashFor(next)),
      clear: (names: readonly string[]) => go(patched(search, Object.fromEntries(names.map((name) => [name, undefined]))), ''),
    }),
    [search, words, go],
  )
}
