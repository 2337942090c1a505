import type { ReactNode } from 'react'

export function Provisioning(): ReactNode {
  return null
}
