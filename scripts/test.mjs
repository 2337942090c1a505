// npm test: prepares what is missing, runs every test, and ends with one line of counts.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureChromium } from './chromium.mjs'
import { ensureDependencies, ensureWebBuild, environment, node24, root } from './prepare.mjs'
import { command, run, Stop } from './steps.mjs'

await command(async () => {
  const args = process.argv.slice(2)
  const full = args.includes('--full')
  await ensureDependencies()
  const chromium = await ensureChromium()
  await ensureWebBuild()
  const results = mkdtempSync(join(tmpdir(), 'ses-test-'))
  try {
    const report = join(results, 'report.json')
    const vitest = [join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
    const { code } = await run(node24, [...vitest, ...args.filter((arg) => arg !== '--full')], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: environment({ CHROMIUM_PATH: chromium, ...(full ? { SES_TEST_FULL: '1' } : {}) }),
    })
    console.log(counts(report))
    return code
  } finally {
    rmSync(results, { recursive: true, force: true })
  }
})

function counts(report) {
  let result
  try {
    result = JSON.parse(readFileSync(report, 'utf8'))
  } catch {
    throw new Stop('The tests ended before they could report; the output above says why.')
  }
  const { numPassedTests: passed, numFailedTests: failed, numPendingTests: pending, numTodoTests: todo, testResults } = result
  // A file that could not be loaded has no tests to count, and is a failure all the same.
  const broken = testResults.filter((file) => file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed')).length
  const skipped = pending + todo
  return `${passed} passed, ${failed + broken} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}
