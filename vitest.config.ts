import { defineConfig } from 'vitest/config'

// A start of the whole program, a cloned database or a browser take their time on a busy machine.
const patient = { testTimeout: 60_000, hookTimeout: 120_000 }
// They wait for a browser or a process more than they compute.
const waiting = { maxWorkers: 3, sequence: { groupOrder: 2 } }

export default defineConfig({
  test: {
    globalSetup: ['test/setup/global-setup.ts'],
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'server',
          environment: 'node',
          include: ['src/**/*.test.ts', 'training/**/*.test.ts', 'test/**/*.test.ts'],
          exclude: ['test/browser/**', 'test/faults/**'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: { name: 'web', environment: 'node', include: ['web/**/*.test.ts', 'web/**/*.test.tsx'], sequence: { groupOrder: 1 } },
      },
      {
        test: { name: 'browser', environment: 'node', include: ['test/browser/**/*.test.ts'], ...patient, ...waiting },
      },
      {
        // These kill processes of their own and look at what is left of them.
        test: {
          name: 'faults',
          environment: 'node',
          include: ['test/faults/**/*.test.ts'],
          ...patient,
          testTimeout: 180_000,
          ...waiting,
        },
      },
    ],
  },
})
