import { formatMoment, formatTime, type DateStyle } from '../ui/format-date.ts'
import { useSessionIfAny } from './session.tsx'

type Clock = { time: (instant: string) => string; moment: (instant: string, style?: DateStyle) => string }

/** For pages for everybody: times in the zone of who is signed in, else Eastern, which is then said. */
export function useClock(): Clock {
  const own = useSessionIfAny()?.timeZone
  const zone = own ?? 'America/New_York'
  const name = own ? '' : ' Eastern'
  return {
    time: (instant) => formatTime(instant, zone) + name,
    moment: (instant, style) => formatMoment(instant, zone, style) + name,
  }
}
