import type * as PlotLibrary from '@observablehq/plot'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { Skeleton } from './loading.tsx'
import './plot-figure.scss'

export type Plot = typeof PlotLibrary
export type Drawing = { draw: (plot: Plot, width: number) => SVGSVGElement | HTMLElement; height: number }

/**
 * A chart by Observable Plot, which is loaded when the first one is shown. `label` says in words what it shows, for whoever
 * does not see it: its numbers stand in a table on the same page.
 *   <PlotFigure label="395 complaints. Most by product: Mortgage (120)." drawing={drawing} onChoose={(datum) => …} />
 * `drawing` is kept (useMemo), else every render draws anew. `onChoose` gets the datum under the pointer, of a mark with a tip.
 */
export function PlotFigure({ label, drawing, onChoose }: { label: string; drawing: Drawing; onChoose?: (datum: unknown) => void }): ReactNode {
  const host = useRef<HTMLDivElement>(null)
  const [plot, setPlot] = useState<Plot>()
  const [failed, setFailed] = useState(false)
  const width = useWidth(host)
  useEffect(() => {
    let left = false
    import('@observablehq/plot').then(
      (loaded) => {
        if (!left) setPlot(loaded)
      },
      () => setFailed(true),
    )
    return () => {
      left = true
    }
  }, [])
  useEffect(() => {
    const element = host.current
    if (!plot || !element || width === 0) return
    const chart = drawing.draw(plot, width)
    // The policy for styles allows none that a script brings along; plot-figure.scss has them.
    for (const style of chart.querySelectorAll('style')) style.remove()
    // Its parts are named for nobody: the picture as a whole has its words.
    chart.setAttribute('aria-hidden', 'true')
    element.replaceChildren(chart)
    return () => element.replaceChildren()
  }, [plot, drawing, width])
  if (failed) return <p className="muted">The chart could not be loaded. Its numbers stand in the table.</p>
  return (
    <>
      {plot ? null : <Skeleton lines={1} height={drawing.height} label="Loading the chart" />}
      <div
        ref={host}
        className={onChoose ? 'plot plot--chooses' : 'plot'}
        role="img"
        aria-label={label}
        onClick={() => {
          const chart = host.current?.firstElementChild
          if (onChoose && chart && 'value' in chart && chart.value) onChoose(chart.value)
        }}
      />
    </>
  )
}

/** How wide the chart's place is, in whole pixels; anew when that changes. */
function useWidth(host: React.RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0)
  useEffect(() => {
    const element = host.current
    if (!element) return
    const observer = new ResizeObserver(() => setWidth(Math.floor(element.clientWidth)))
    observer.observe(element)
    return () => observer.disconnect()
  }, [host])
  return width
}
