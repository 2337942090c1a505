// npm start: prepares what is missing, then runs the program on Node 24 until it is stopped.
import { join } from 'node:path'
import { ensureDependencies, ensureWebBuild, envFile, environment, node24, root } from './prepare.mjs'
import { command } from './steps.mjs'
import { supervise } from './supervise.mjs'

await command(async () => {
  await ensureDependencies()
  await ensureWebBuild()
  return supervise(node24, [...envFile, join(root, 'src', 'main.ts'), ...process.argv.slice(2)], { env: environment({ NODE_ENV: 'production' }) })
})
