#!/usr/bin/env node
// Runs forge on this project: node contracts/tools/forge.mjs build | test | fmt …
// Its platform binary is spawned directly, for npm's shim costs half a second a call.
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { delimiter, dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..')
const platform = `${process.platform}-${process.arch === 'x64' ? 'amd64' : process.arch}`
const child = spawn(
  createRequire(import.meta.url).resolve(`@foundry-rs/forge-${platform}/bin/forge`),
  process.argv.slice(2),
  {
    stdio: 'inherit',
    cwd: root,
    env: {
      ...process.env,
      // The compiler wrapper is a script that starts `node`: it shall be this one.
      PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH ?? ''}`,
    },
  },
)
child.on('exit', (code) => {
  process.exitCode = code ?? 1
})
