#!/usr/bin/env node
import { parseArgs } from 'node:util'
import { runCli } from './cli/run-cli.ts'

const USAGE = `Usage: node cli.ts [--json] [--follow] [--plugin VERSION] FILE...

Tells the runs of metadata regeneration that are in the logs of the XNAT OHIF viewer plugin.
Several files are read as one log, in the order given: ohifviewer.log.2024-11-05 ohifviewer.log

  --json            print one JSON object; with --follow, one per changed run
  --follow          go on with the last file as it grows, and tell every change
  --plugin VERSION  version of the plugin, as 3.6.0; without it the log itself is asked
  --help            print this
`

function main(): number | Promise<number> {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        json: { type: 'boolean', default: false },
        follow: { type: 'boolean', default: false },
        plugin: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    })
    if (values.help) {
      process.stdout.write(USAGE)
      return 0
    }
    if (positionals.length === 0) throw new Error('no file given')
    return runCli({
      files: positionals,
      json: values.json,
      follow: values.follow,
      pluginVersion: values.plugin,
      write: (text) => process.stdout.write(text),
      complain: (text) => process.stderr.write(text),
    })
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n\n${USAGE}`)
    return 2
  }
}

process.exitCode = await main()
