import type { ReactNode } from 'react'
import { holidayWords, useServiceStatus } from '../../app/service-status.ts'
import { useClock } from '../../app/zone.ts'
import { Icon } from '../../ui/icon.tsx'
import type { IconName } from '../../ui/icon-names.ts'

/** Whether it works now, until when somebody is there, and which holiday comes next. */
export function StatusStrip(): ReactNode {
  const { data, error } = useServiceStatus()
  const clock = useClock()
  return (
    <section className="status-strip" aria-label="Service status">
      <div className="status-strip__inner">
        {error ? (
          <Item icon="warning" title="The status is not known" under="The server did not answer. Try again in a few minutes." />
        ) : (
          <Item icon="check_circle" good title={data ? 'All services work' : 'Checking the services'} under={data ? `Checked at ${clock.time(data.checkedAt)}` : ' '} />
        )}
        <Item icon="schedule" title={data?.headline ?? 'Working hours'} under={data?.detail ?? ' '} />
        {data?.nextHoliday ? <Item icon="event" title={`Next: ${holidayWords(data.nextHoliday)}`} under="Limited access; you can still work." /> : <span className="status-strip__item" />}
      </div>
    </section>
  )
}

function Item({ icon, title, under, good = false }: { icon: IconName; title: string; under: string; good?: boolean }): ReactNode {
  return (
    <div className="status-strip__item">
      <Icon name={icon} size={1.375} className={good ? 'good' : undefined} />
      <div>
        <strong>{title}</strong>
        <p className="muted small">{under}</p>
      </div>
    </div>
  )
}
