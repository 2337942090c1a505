// npm run check: what can be known about the program without running it. One line per step.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ensureDependencies, environment, node24, root } from './prepare.mjs'
import { command, run, seconds } from './steps.mjs'

const tool = (...path) => join(root, 'node_modules', ...path)
const tsc = tool('typescript', 'bin', 'tsc')
const steps = [
  ['types of the server', tsc, '-p', 'tsconfig.json'],
  ['types of the web', tsc, '-p', 'web/tsconfig.json'],
  ['rules compile without Node or DOM', tsc, '-p', 'tsconfig.pure.json'],
  ['lint', tool('eslint', 'bin', 'eslint.js'), '.', '--max-warnings=0'],
  ['directions', tool('dependency-cruiser', 'bin', 'dependency-cruiser.mjs'), ...['src', 'web', 'training', 'test'].filter((folder) => existsSync(join(root, folder))), '--output-type', 'err'],
  ['dead code', tool('knip', 'bin', 'knip.js')],
  ...(existsSync(join(root, 'scripts', 'generate.ts')) ? [['generated files up to date', join(root, 'scripts', 'generate.ts'), '--check']] : []),
]

await command(async () => {
  await ensureDependencies()
  let failed = 0
  for (const [title, ...args] of steps) {
    const started = Date.now()
    const { code, output } = await run(node24, args, { cwd: root, env: environment() })
    console.log(`${code === 0 ? 'ok  ' : 'FAIL'} ${title} (${seconds(started)})`)
    if (code === 0) continue
    failed += 1
    console.log(output.trimEnd().replace(/^/gm, '     '))
  }
  console.log(failed === 0 ? 'All checks passed.' : `${failed} of ${steps.length} checks failed.`)
  return failed === 0 ? 0 : 1
})
