import { availableParallelism } from 'node:os'
import { relative, sep } from 'node:path'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

// A start of the whole program, a cloned database or a browser take their time on a busy machine. No limit asserts anything.
const expect = { poll: { timeout: 30_000 } }
const patient = { testTimeout: 600_000, hookTimeout: 300_000, expect }

/** Those that take longest, the longest first: begun late, one of them would run alone at the end. */
const long = [/^test[/]faults[/](kill|two-)/, /^test[/]browser[/](exchange|documents|first-complaint|enrollment)/, /^test[/](browser|faults)[/]/, /-interrupted[.]test/, /[/]killed-[^/]*[.]test/, /^test[/]access[/]channels/, /[/](links|webhooks|uploads|remind-due|live|passkeys)[.]test/, /^src[/]cli[/]/, /^src[/]platform[/]/, /^test[/]/]

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const path = relative(import.meta.dirname, moduleId).split(sep).join('/')
      const at = long.findIndex((pattern) => pattern.test(path))
      return at < 0 ? long.length : at
    }
    // What an earlier run or the size of a file says decides among the rest.
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b))
  }
}

export default defineConfig({
  test: {
    globalSetup: ['test/setup/global-setup.ts'],
    // One more than this many processors have work: most wait for a browser, a process or the database now and then.
    maxWorkers: Math.min(6, Math.max(2, availableParallelism()) + 1),
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'server',
          environment: 'node',
          include: ['src/**/*.test.ts', 'training/**/*.test.ts', 'test/**/*.test.ts'],
          exclude: ['test/browser/**', 'test/faults/**'],
          testTimeout: 180_000,
          hookTimeout: 120_000,
          expect,
          // Loading the program anew for each file took a third of the processors' time. Each file has its own database all the same.
          isolate: false,
        },
      },
      {
        test: { name: 'web', environment: 'node', include: ['web/**/*.test.ts', 'web/**/*.test.tsx'], isolate: false },
      },
      {
        test: { name: 'browser', environment: 'node', include: ['test/browser/**/*.test.ts'], ...patient },
      },
      {
        // These kill processes of their own and look at what is left of them.
        test: {
          name: 'faults',
          environment: 'node',
          include: ['test/faults/**/*.test.ts'],
          ...patient,
        },
      },
    ],
  },
})
