// The directions of architecture.md. Tests may reach anywhere; what they test may not.
const test = '[.]test[.]tsx?$'
const modulePart = (part) => `^src/modules/([^/]+)/${part}`

module.exports = {
  forbidden: [
    { name: 'no-cycle', severity: 'error', from: { pathNot: test }, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } } },
    {
      name: 'kernel-is-pure',
      severity: 'error',
      from: { path: '^src/kernel/', pathNot: test },
      to: { pathNot: ['^src/kernel/', 'node_modules/zod/'] },
    },
    {
      name: 'access-knows-rules-only',
      severity: 'error',
      from: { path: '^src/access/', pathNot: test },
      to: { pathNot: ['^src/(kernel|access)/', modulePart('domain/'), 'node_modules/zod/'] },
    },
    {
      name: 'domain-is-pure',
      severity: 'error',
      from: { path: modulePart('domain/'), pathNot: test },
      to: { pathNot: ['^src/kernel/', '^src/modules/[^/]+/domain/', '^src/access/[^/]+[.]ts$'] },
    },
    {
      name: 'domain-takes-only-types-of-access',
      severity: 'error',
      from: { path: modulePart('domain/'), pathNot: test },
      to: { path: '^src/access/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'contract-knows-words-only',
      severity: 'error',
      from: { path: '^src/(modules/[^/]+|platform)/.*contract[.]ts$' },
      to: { pathNot: ['^src/kernel/', '^src/access/', '^src/modules/[^/]+/(domain/|contract[.]ts)', 'contract[.]ts$', 'node_modules/zod/'] },
    },
    {
      name: 'commands-and-queries-know-ports-only',
      comment: 'Adapters reach a command as values; it may know their types and what holds no connection.',
      severity: 'error',
      from: { path: modulePart('(commands|queries)/'), pathNot: test },
      to: { path: '^src/(platform|main|config|cli)', dependencyTypesNot: ['type-only'], pathNot: '^src/platform/(ports|new-id|sql|cursor|[^/]+)[.]ts$' },
    },
    {
      name: 'commands-and-queries-do-not-know-routes',
      severity: 'error',
      from: { path: modulePart('(commands|queries|domain)/|^src/modules/[^/]+/store[.]ts'), pathNot: test },
      to: { path: '^src/modules/[^/]+/(routes|jobs)[.]ts$' },
    },
    {
      name: 'routes-hold-no-sql',
      severity: 'error',
      from: { path: modulePart('routes[.]ts$') },
      to: { path: ['^src/platform/database/', '^src/modules/[^/]+/store[.]ts$', '^src/platform/(mail|files|jobs|scan)/'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'modules-meet-at-their-door',
      comment: 'Another module is reached through its index.ts, its rules or its contract.',
      severity: 'error',
      from: { path: '^src/modules/([^/]+)/', pathNot: test },
      to: { path: '^src/modules/', pathNot: ['^src/modules/$1/', '^src/modules/[^/]+/(index[.]ts$|domain/|contract[.]ts$)'] },
    },
    {
      name: 'platform-knows-no-module',
      severity: 'error',
      from: { path: '^src/platform/', pathNot: test },
      to: { path: '^src/(modules|main|cli|config)', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'only-the-root-knows-adapters',
      comment: 'main.ts and the operator commands put the program together; nothing else does.',
      severity: 'error',
      from: { path: '^src/', pathNot: [test, '^src/(main|app|compose[^/]*)[.]ts$', '^src/(cli|platform)/'] },
      to: { path: '^src/platform/(database/(embedded|embedded-postgres|database|migrate)|mail/|files/|scan/|jobs/)', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'nothing-runs-the-root',
      severity: 'error',
      from: { path: '^src/', pathNot: [test, '^src/(main[.]ts|cli/)'] },
      to: { path: '^src/(main|cli/)' },
    },
    {
      name: 'the-program-knows-no-test',
      severity: 'error',
      from: { path: '^(src|web|training)/', pathNot: test },
      to: { path: `^test/|${test}` },
    },
    {
      name: 'web-knows-contracts-only',
      severity: 'error',
      from: { path: '^web/', pathNot: test },
      to: { path: '^(src|training|test|scripts)/', pathNot: ['contract[.]ts$', '^src/modules/[^/]+/domain/', '^src/kernel/'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'web-takes-types-of-contracts-and-access',
      severity: 'error',
      from: { path: '^web/', pathNot: test },
      to: { path: '^(src|training|test|scripts)/', pathNot: ['contract[.]ts$', '^src/modules/[^/]+/domain/', '^src/(kernel|access)/'] },
    },
    {
      name: 'features-do-not-know-each-other',
      severity: 'error',
      from: { path: '^web/features/([^/]+)/' },
      to: { path: '^web/features/', pathNot: '^web/features/$1/' },
    },
    { name: 'ui-knows-no-feature', severity: 'error', from: { path: '^web/ui/' }, to: { path: '^web/(features|app)/' } },
    // Types alone: that package has no code.
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '^topojson-specification$' } },
    { name: 'no-dev-tools-in-the-server', severity: 'error', from: { path: '^src/', pathNot: test }, to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'web/tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'], extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'] },
  },
}
