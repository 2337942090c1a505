import { useMemo, useRef, type KeyboardEvent, type ReactNode } from 'react'
import { jurisdictionName, levelOf, levelWords, type StateEntry } from './participation.ts'
import { usShapes } from './us-shapes.ts'

/**
 * The states as they lie. One stop of the Tab key: arrows go from state to state by name, Enter and Space choose. The
 * letters C and S say what the fill says; those of states too small for them stand beside, and answer to the pointer too.
 */
export function UsMap({ items, chosen, onChoose }: { items: readonly StateEntry[]; chosen: string | null; onChoose: (code: string | null) => void }): ReactNode {
  const shapes = useMemo(() => usShapes().toSorted((a, b) => jurisdictionName(a.code).localeCompare(jurisdictionName(b.code))), [])
  const root = useRef<SVGSVGElement>(null)
  const byState = new Map(items.map((entry) => [entry.state, entry]))
  const stop = chosen ?? shapes[0]?.code

  function onKeyDown(event: KeyboardEvent<SVGPathElement>, code: string) {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key]
    if (step !== undefined) {
      const at = shapes.findIndex((shape) => shape.code === code)
      const next = shapes[(at + step + shapes.length) % shapes.length]
      if (next) root.current?.querySelector<SVGPathElement>(`[data-state="${next.code}"]`)?.focus()
    } else if (event.key === 'Enter' || event.key === ' ') onChoose(chosen === code ? null : code)
    else return
    event.preventDefault()
  }

  return (
    <svg ref={root} className="us-map" viewBox="-58 0 1056 610" role="group" aria-label="Map of the United States. Arrow keys move from state to state, Enter shows its agencies.">
      {/* The chosen one last, so that its edge lies over its neighbors'. */}
      {shapes.toSorted((a, b) => Number(a.code === chosen) - Number(b.code === chosen)).map(({ code, path }) => {
        const level = levelOf(byState.get(code))
        return (
          <path
            key={code}
            data-state={code}
            d={path}
            className={`us-map__state us-map__state--${level}`}
            role="button"
            tabIndex={code === stop ? 0 : -1}
            aria-pressed={code === chosen}
            aria-label={`${jurisdictionName(code)}: ${levelWords[level].words}`}
            onClick={() => onChoose(chosen === code ? null : code)}
            onKeyDown={(event) => onKeyDown(event, code)}
          >
            <title>{`${jurisdictionName(code)}: ${levelWords[level].words}`}</title>
          </path>
        )
      })}
      <g aria-hidden="true" className="us-map__letters">
        {shapes.map(({ code, middle, letters }) => {
          const level = levelOf(byState.get(code))
          if (!letters.isBeside)
            return (
              <text key={code} x={letters.x} y={letters.y} className={`us-map__letter--${level}`}>
                {code}
                {level === 'none' ? null : <tspan x={letters.x} dy="1.1em">{levelWords[level].letters.replaceAll(' ', '')}</tspan>}
              </text>
            )
          return (
            <g key={code} className="us-map__beside" onClick={() => onChoose(chosen === code ? null : code)}>
              <line x1={middle.x} y1={middle.y} x2={letters.x - 14} y2={letters.y - 4} />
              <rect x={letters.x - 13} y={letters.y - 16} width={level === 'none' ? 26 : 40} height={24} />
              <text x={letters.x - 10} y={letters.y}>
                {code}
                {level === 'none' ? null : <tspan dx="4">{levelWords[level].letters.replaceAll(' ', '')}</tspan>}
              </text>
            </g>
          )
        })}
      </g>
    </svg>
  )
}
