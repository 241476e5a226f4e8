import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'

/** Runs the machine's own ffmpeg; one thread, so that a file is the same each time. */
export async function ffmpeg(args: readonly string[]): Promise<void> {
  await execute('ffmpeg', ['-v', 'error', '-nostdin', '-y', ...args])
}

/** @throws when the program fails, with what it complained of. */
export async function execute(
  program: string,
  args: readonly string[],
  { cwd }: { readonly cwd?: string } = {},
): Promise<void> {
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'], ...(cwd && { cwd }) })
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  const [complaints, code] = await Promise.all([text(child.stderr), ended])
  if (code !== 0) throw new Error(`${program} ${args.join(' ')}: ${complaints.slice(-2_000)}`)
}
