#!/usr/bin/env node
// The `solc` that forge runs: the wasm compiler from npm behind the two calls that forge makes.
// There is no native compiler on npm, and forge sends every source inlined, so path flags may be ignored.
const fs = require('node:fs')

const args = process.argv.slice(2)
if (args.includes('--version')) {
  // Loading the wasm only for its commit hash would cost about 0.4 s a call; forge needs the version alone.
  const { version } = require('solc/package.json')
  process.stdout.write(
    `solc, the solidity compiler commandline interface\nVersion: ${version}+commit.00000000.Emscripten.clang\n`,
  )
} else if (args.includes('--standard-json')) {
  const input = fs.readFileSync(0, 'utf8')
  const solc = require('solc')
  // The compiler's own handlers would hide our errors.
  for (const event of ['uncaughtException', 'unhandledRejection']) process.removeAllListeners(event)
  writeAll(Buffer.from(solc.compile(input)))
} else {
  process.stderr.write(`solc wrapper: unsupported arguments: ${args.join(' ')}\n`)
  process.exitCode = 2
}

/** Writes to a pipe that may be full for the moment. */
function writeAll(output) {
  for (let at = 0; at < output.length; ) {
    try {
      at += fs.writeSync(1, output, at)
    } catch (error) {
      if (error.code !== 'EAGAIN') throw error
    }
  }
}
