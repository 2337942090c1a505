import type { Component } from '#src/modules/agencies/domain/components.ts'

export const componentWords: Readonly<Record<Component, string>> = { complaints: 'Complaints', supervisory_activities: 'Supervisory Activities' }
export const componentOptions = Object.entries(componentWords).map(([value, label]) => ({ value, label }))
