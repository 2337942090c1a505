// npm run check: what can be known about the program without running it. One line per step.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ensureDependencies, environment, node24, root } from './prepare.mjs'
import { command, run, seconds } from './steps.mjs'

const tool = (...path) => join(root, 'node_modules', ...path)
const tsc = tool('typescript', 'bin', 'tsc')
// The longest first: the others run beside it.
const steps = [
  ['lint', tool('eslint', 'bin', 'eslint.js'), '.', '--max-warnings=0'],
  ['types of the server', tsc, '-p', 'tsconfig.json'],
  ['types of the web', tsc, '-p', 'web/tsconfig.json'],
  ['rules compile without Node or DOM', tsc, '-p', 'tsconfig.pure.json'],
  ['directions', tool('dependency-cruiser', 'bin', 'dependency-cruiser.mjs'), ...['src', 'web', 'training', 'test'].filter((folder) => existsSync(join(root, folder))), '--output-type', 'err'],
  ['dead code', tool('knip', 'bin', 'knip.js')],
  ...(existsSync(join(root, 'scripts', 'generate.ts')) ? [['generated files up to date', join(root, 'scripts', 'generate.ts'), '--check']] : []),
]

await command(async () => {
  await ensureDependencies()
  const waiting = [...steps]
  let failed = 0
  const work = async () => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
      const [title, ...args] = step
      const started = Date.now()
      const { code, output } = await run(node24, args, { cwd: root, env: environment() })
      if (code !== 0) failed += 1
      console.log(`${code === 0 ? 'ok  ' : 'FAIL'} ${title} (${seconds(started)})`)
      if (code !== 0) console.log(output.trimEnd().replace(/^/gm, '     '))
    }
  }
  // Each step keeps about one processor busy.
  await Promise.all([work(), work()])
  console.log(failed === 0 ? 'All checks passed.' : `${failed} of ${steps.length} checks failed.`)
  return failed === 0 ? 0 : 1
})
