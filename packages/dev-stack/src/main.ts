import { parseArgs } from 'node:util'
import { startStack } from './stack.ts'

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '8080' },
    /** Where to listen: within a container everywhere, as only its published port can be reached. */
    host: { type: 'string', default: 'localhost' },
    /** Port browsers use, when the page is served by somebody else. */
    'public-port': { type: 'string' },
    source: { type: 'boolean', default: false },
    watch: { type: 'boolean', default: false },
  },
})

const stack = await startStack({
  port: Number(values.port),
  run: values.source ? 'source' : 'bundle',
  watch: values.watch,
  ...(values['public-port'] ? { publicUrl: `http://localhost:${values['public-port']}/` } : {}),
  // A project of 900 sessions takes some minutes, with a visit or an archive event now and then.
  xnat: { sessionMs: [300, 1_500], discoveryMs: 1_500, noiseMs: 4_000 },
  settings: { LOG_LEVEL: 'warn', HOST: values.host },
  onLog: (text) => process.stderr.write(text),
})

const accounts = stack.accounts.map(
  ({ username, password, description }) => `  ${username.padEnd(9)}${password.padEnd(9)}  ${description}`,
)
process.stdout.write(`
XNAT OHIF Admin, demo: ${stack.url}

  name     password
${accounts.join('\n')}

Everything behind it is simulated: an XNAT with the viewer plugin and its log (${stack.xnat.logFolder}),
a proxy that gives up after 5 seconds as the real one does after 100, two AI servers. Ctrl+C ends it.
`)

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    stack[Symbol.asyncDispose]().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  })
}
