import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useSession } from '../../app/session.tsx'
import { TabCount, Tabs } from '../../ui/tabs.tsx'

/** What one has to do, and what one was told. */
export function CenterTabs({ here }: { here: 'notifications' | 'tasks' }): ReactNode {
  const { openTasks, unreadNotifications } = useSession()
  return (
    <Tabs label="Tasks and notifications">
      <Link to="/notifications" aria-current={here === 'notifications' ? 'page' : undefined}>
        Notifications {unreadNotifications > 0 ? <TabCount>{unreadNotifications > 99 ? '99+' : unreadNotifications}</TabCount> : null}
      </Link>
      <Link to="/tasks" aria-current={here === 'tasks' ? 'page' : undefined}>
        Tasks {openTasks > 0 ? <TabCount>{openTasks}</TabCount> : null}
      </Link>
    </Tabs>
  )
}
