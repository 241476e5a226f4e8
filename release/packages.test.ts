import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { probeSegment } from '@millrace/media'
import { Gateway, Orchestrator } from '@millrace/node'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { installed, root, run } from '../test/programs.ts'
import { buildPackages, readLockfile, type Tarball } from './build.ts'
import { besides, publishedPackages } from './packages.ts'
import { installInto } from './test/empty-project.ts'

const execute = promisify(execFile)
const repository = 'git+https://forge.example/millrace.git'

/** As it was packed. */
const manifestSchema = z.looseObject({
  name: z.string(),
  license: z.literal('MIT'),
  exports: z.record(z.string(), z.strictObject({ types: z.string(), default: z.string() })),
  bin: z.record(z.string(), z.string()).default({}),
  engines: z.strictObject({ node: z.literal('>=24') }),
  dependencies: z.record(z.string(), z.string()),
  optionalDependencies: z.record(z.string(), z.string()).default({}),
  publishConfig: z.strictObject({ access: z.literal('public'), provenance: z.literal(true) }),
  repository: z.strictObject({ type: z.literal('git'), url: z.literal(repository), directory: z.string() }),
})

const readySchema = z.looseObject({ event: z.string(), explorerUrl: z.string().optional() })

let work: string
let project: string
let tarballs: readonly Tarball[]
beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), 'millrace-packages-'))
  project = join(work, 'project')
  const out = join(work, 'out')
  tarballs = await buildPackages({ version: '1.2.3', out, repository, skipTypeCheck: true, log: () => {} })
  await installInto({ folder: project, tarballs, lockfile: await readLockfile() })
  const entries = await Promise.all(
    publishedPackages.map(async (name) =>
      Object.keys((await manifestOf(name)).exports)
        // Those are programs: they start when they are imported.
        .filter((entry) => !entry.endsWith('/main'))
        .map((entry) => `import '@millrace/${name}${entry.slice(1)}'\n`),
    ),
  )
  await writeFile(join(project, 'every-entry.ts'), entries.flat().join(''))
}, 300_000)
afterAll(() => rm(work, { recursive: true, force: true }))

async function filesOf(name: string): Promise<readonly { readonly path: string; readonly text: string }[]> {
  const folder = join(project, 'node_modules/@millrace', name)
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((path) => !path.startsWith('node_modules/'))
  return Promise.all(paths.map(async (path) => ({ path, text: await readFile(join(folder, path), 'utf8') })))
}

async function manifestOf(name: string): Promise<z.output<typeof manifestSchema>> {
  const file = join(project, 'node_modules/@millrace', name, 'package.json')
  return manifestSchema.parse(JSON.parse(await readFile(file, 'utf8')))
}

/** Name of the package that a module is imported from; undefined for files and for what Node has. */
function packageOf(specifier: string): string | undefined {
  if (/^(\.|node:)/.test(specifier)) return undefined
  return /^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0]
}

test.each(publishedPackages)(
  '%s has the files that its entries name, and only what belongs in it',
  async (name) => {
    const files = await filesOf(name)
    const paths = files.map(({ path }) => path)
    const { repository, exports, bin } = await manifestOf(name)
    expect(repository.directory).toBe(`packages/${name}`)
    const entries = [...Object.values(exports).flatMap(({ types, default: code }) => [types, code])]
    for (const entry of [...entries, ...Object.values(bin)]) expect(paths).toContain(entry.replace('./', ''))
    const beside = besides[name]?.to
    const belongs = (path: string) =>
      /^(package\.json|README\.md|LICENSE|LICENCES\.md)$/.test(path) ||
      (/^dist\/.+(\.js|\.d\.ts)$/.test(path) && !/\.test\.|\/test\//.test(path)) ||
      (beside !== undefined && path.startsWith(`${beside}/`) && !/(^|\/)\./.test(path))
    expect(paths.filter((path) => !belongs(path))).toEqual([])
    // Nothing tells of the machine that it was built on, and nothing is a key.
    const tells = files.filter(({ text }) => text.includes(root) || text.includes('PRIVATE KEY-----'))
    expect(tells.map(({ path }) => path)).toEqual([])
  },
)

test.each(publishedPackages)('%s declares every package that its code or types import', async (name) => {
  const { dependencies, optionalDependencies } = await manifestOf(name)
  const declared = new Set([...Object.keys(dependencies), ...Object.keys(optionalDependencies)])
  const missing = (await filesOf(name))
    .filter(({ path }) => path.startsWith('dist/'))
    .flatMap(({ path, text }) =>
      [...text.matchAll(/^(?:import|export)\b[^'"`;]*?from '([^']+)'|\bimport\('([^']+)'\)/gm)]
        .map(([, from, dynamic]) => packageOf(from ?? dynamic ?? ''))
        .filter((needed) => needed !== undefined && needed !== '@types/node' && !declared.has(needed))
        .map((needed) => `${path} imports ${needed}`),
    )
  expect(missing).toEqual([])
})

test('each names the licences of what it brings along, and has the text of those that are in its own files', async () => {
  const licences = async (name: string) =>
    readFile(join(project, 'node_modules/@millrace', name, 'LICENCES.md'), 'utf8')
  expect(await licences('node')).toMatch(/\| node-av \| [\d.]+ \| MIT \| .*GPL-3\.0/)
  expect(await licences('abi')).toMatch(
    /compiled from[\s\S]*@openzeppelin\/contracts \|[\s\S]*Permission is hereby/,
  )
  const pages = await licences('cli')
  for (const part of ['react', 'hls.js', '@fontsource-variable/inter', 'tailwindcss'])
    expect(pages).toContain(`### ${part}\n`)
})

test('a strict program type-checks: the example, and all that the pages show', async () => {
  await cp(join(root, 'examples/publish-file.ts'), join(project, 'publish-file.ts'))
  for (const page of ['docs/client.md', 'packages/node/README.md', 'packages/client/README.md']) {
    const shown = [...(await readFile(join(root, page), 'utf8')).matchAll(/^```ts\n([\s\S]*?)^```$/gm)]
    expect(shown.length).toBeGreaterThan(0)
    const name = page.replace(/\.md$/, '').replaceAll('/', '-')
    for (const [at, [, code = '']] of shown.entries())
      await writeFile(join(project, `${name}-${at}.ts`), code)
  }
  const compilerOptions = {
    ...{ target: 'es2024', module: 'nodenext', strict: true, noEmit: true },
    ...{ skipLibCheck: false, types: ['node'] },
  }
  await writeFile(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }))
  // Not shown as it comes: most of it is what errorsOf leaves out.
  const checked = execute(installed('tsc'), ['-p', project, '--pretty', 'false'], { maxBuffer: 100_000_000 })
  const { stdout } = await checked.catch((error: { readonly stdout: string }) => error)
  expect(errorsOf(stdout)).toEqual([])
})

/** Without those in declarations of drizzle-orm, which name drivers that nobody here has. */
function errorsOf(output: string): readonly string[] {
  const lines = output.split('\n').filter((line) => line !== '' && !line.startsWith(' '))
  return lines.filter((line) => !line.includes('node_modules/drizzle-orm/'))
}

test('every entry can be imported', async () => {
  expect(await run(process.execPath, ['every-entry.ts'], { cwd: project })).toMatchObject({ code: 0 })
})

test('the example publishes a video file and writes its renditions', async () => {
  const video = join(work, 'video.mp4')
  const picture = ['-f', 'lavfi', '-i', 'testsrc2=size=320x180:rate=30:duration=4']
  const encoder = ['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '30', '-pix_fmt', 'yuv420p']
  expect((await run('ffmpeg', ['-v', 'error', '-nostdin', ...picture, ...encoder, video])).code).toBe(0)
  const output = join(work, 'renditions')
  const ended = await run(process.execPath, ['publish-file.ts', video, output], { cwd: project })
  expect(ended).toMatchObject({ code: 0, output: expect.stringContaining('example is live') })
  const names = (await readdir(output)).filter((name) => name.endsWith('.ts')).sort()
  const sizes = await Promise.all(
    names.map(async (name) => {
      const { widthPx, heightPx } = probeSegment(await readFile(join(output, name))).video ?? {}
      return `${name} ${widthPx}x${heightPx}`
    }),
  )
  expect(sizes).toEqual([
    ...['P144p30fps16x9-0.ts 256x144', 'P144p30fps16x9-1.ts 256x144'],
    ...['small-0.ts 320x180', 'small-1.ts 320x180'],
  ])
})

test('the programs of the page about the client read and steer nodes', async () => {
  const ports = { operatorPort: 0, operatorHost: '127.0.0.1' }
  const dataDir = join(work, 'orchestrator')
  const orchestrator = await Orchestrator.create({ dataDir, host: '127.0.0.1', port: 0, ...ports })
  onTestFinished(() => orchestrator.close())
  const gateway = await Gateway.create({
    ...{ dataDir: join(work, 'gateway'), rtmpHost: '127.0.0.1', rtmpPort: 0, httpPort: 0, ...ports },
    orchestrators: [orchestrator.serviceUri],
  })
  onTestFinished(() => gateway.close())
  const status = await run(process.execPath, ['docs-client-0.ts', gateway.httpUrl], { cwd: project })
  expect(status).toMatchObject({ code: 0, output: expect.stringContaining('funds: offchain') })
  const steered = ['docs-client-2.ts', orchestrator.operatorUrl, join(dataDir, 'operator-token')]
  expect(await run(process.execPath, steered, { cwd: project })).toMatchObject({
    code: 0,
    output: expect.stringContaining('asks 1200 wei for 1 pixels'),
  })
})

test('the command of the package says what it can do, and has the pages that it serves', async () => {
  const { stdout } = await execute(join(project, 'node_modules/.bin/millrace'), ['--help'])
  expect(stdout).toContain('Usage: millrace')
  const pages = join(project, 'node_modules/@millrace/cli/pages')
  expect(await readdir(pages)).toEqual(['assets', 'index.html', 'index.html.br'])
})

if (process.env.MILLRACE_DEEP) {
  test('the command of the package starts the whole network and serves its pages', async () => {
    const ports = ['chain', 'rtmp', 'http', 'gateway-operator', 'explorer', 'orchestrator', 'operator']
    const free = ports.flatMap((name) => [`--${name}-port`, '0'])
    const args = ['start', '--json', '--source', 'none', '--data-dir', join(work, 'network'), ...free]
    const child = spawn(join(project, 'node_modules/.bin/millrace'), args, {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const ended = once(child, 'close')
    try {
      for await (const line of createInterface({ input: child.stdout })) {
        const { event, explorerUrl } = readySchema.parse(JSON.parse(line))
        if (event !== 'ready') continue
        const page = await fetch(explorerUrl ?? '')
        expect(await page.text()).toContain('<!doctype html>')
        break
      }
    } finally {
      child.kill('SIGINT')
    }
    expect(await ended).toEqual([0, null])
  })
}
