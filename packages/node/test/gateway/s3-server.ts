import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { chown, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { delay } from '@millrace/common'
import { freePort } from '../../../../test/free-port.ts'

const run = promisify(execFile)
const nobody = 65_534
const isRoot = process.getuid?.() === 0
const keys = { accessKeyId: 'AKIAGATEWAY', secretAccessKey: 'a/secret+of-the-bucket' }

/**
 * A real S3 server: Ceph's object gateway over one storage daemon that keeps everything in memory, as an unprivileged
 * user in a folder of its own.
 */
export class S3Server {
  readonly #folder: string
  readonly #port: number
  readonly #children: ChildProcess[] = []

  private constructor(folder: string, port: number) {
    this.#folder = folder
    this.#port = port
  }

  static async start(): Promise<S3Server> {
    const folder = await mkdtemp(join(tmpdir(), 'millrace-s3-'))
    const [monitorPort, port] = [await freePort(), await freePort()]
    const server = new S3Server(folder, port)
    try {
      await server.#begin(monitorPort)
      return server
    } catch (cause) {
      const log = await readFile(join(folder, 'client.rgw.log'), 'utf8').catch(() => '')
      await server.close()
      throw new Error(`The S3 server does not start: ${log.slice(-2_000)}`, { cause })
    }
  }

  get origin(): string {
    return `http://127.0.0.1:${this.#port}`
  }

  get credentials(): typeof keys {
    return keys
  }

  /** As the gateway's settings name a bucket. */
  addressOf(bucket: string, prefix = ''): string {
    const secret = encodeURIComponent(keys.secretAccessKey)
    return `s3+http://${keys.accessKeyId}:${secret}@127.0.0.1:${this.#port}/${bucket}${prefix && `/${prefix}`}`
  }

  async close(): Promise<void> {
    for (const child of this.#children.reverse()) {
      child.kill('SIGKILL')
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    }
    await rm(this.#folder, { recursive: true, force: true })
  }

  async #begin(monitorPort: number): Promise<void> {
    const folder = this.#folder
    const [cluster, disk] = [randomUUID(), randomUUID()]
    await writeFile(join(folder, 'ceph.conf'), settings({ folder, cluster, monitorPort, port: this.#port }))
    await writeFile(join(folder, 'keyring'), '')
    for (const name of ['', 'mon', 'osd', 'rgw']) {
      await mkdir(join(folder, name), { recursive: true })
      if (isRoot) await chown(join(folder, name), nobody, nobody)
    }
    const monitor = `[v2:127.0.0.1:${monitorPort}]`
    await this.#call('monmaptool', [
      '--create',
      '--fsid',
      cluster,
      '--addv',
      'a',
      monitor,
      join(folder, 'monmap'),
    ])
    const first = [
      '--mkfs',
      '-i',
      'a',
      '--monmap',
      join(folder, 'monmap'),
      '--keyring',
      join(folder, 'keyring'),
    ]
    await this.#call('ceph-mon', [...this.#conf, ...first])
    this.#spawn('ceph-mon', ['-i', 'a', '-f'])
    await this.#call('ceph', [...this.#conf, '--connect-timeout', '30', 'osd', 'new', disk])
    await this.#call('ceph-osd', [...this.#conf, '-i', '0', '--mkfs', '--osd-uuid', disk])
    this.#spawn('ceph-osd', ['-i', '0', '-f'])
    this.#spawn('radosgw', ['-n', 'client.rgw', '-f'])
    await this.#answers()
    const { accessKeyId, secretAccessKey } = keys
    const user = ['--uid=gateway', '--display-name=gateway', `--access-key=${accessKeyId}`]
    const create = ['-n', 'client.rgw', 'user', 'create', ...user, `--secret=${secretAccessKey}`]
    await this.#call('radosgw-admin', [...this.#conf, ...create])
  }

  get #conf(): readonly string[] {
    return ['-c', join(this.#folder, 'ceph.conf')]
  }

  async #answers(): Promise<void> {
    const deadline = AbortSignal.timeout(90_000)
    for (;;) {
      deadline.throwIfAborted()
      const response = await fetch(this.origin, { signal: deadline }).catch(() => undefined)
      await response?.body?.cancel()
      if (response?.ok) return
      const [died] = this.#children.filter(({ exitCode }) => exitCode !== null)
      if (died) throw new Error(`${died.spawnargs.join(' ')} ended`)
      await delay(100, { signal: deadline })
    }
  }

  #spawn(program: string, args: readonly string[]): void {
    const [file, rest] = asNobody(program, [...this.#conf, ...args])
    this.#children.push(spawn(file, rest, { stdio: 'ignore', cwd: this.#folder }))
  }

  async #call(program: string, args: readonly string[]): Promise<void> {
    const [file, rest] = asNobody(program, args)
    await run(file, rest, { cwd: this.#folder, timeout: 60_000 })
  }
}

function asNobody(program: string, args: readonly string[]): [file: string, args: string[]] {
  if (!isRoot) return [program, [...args]]
  return ['setpriv', ['--reuid', `${nobody}`, '--regid', `${nobody}`, '--clear-groups', program, ...args]]
}

interface Facts {
  readonly folder: string
  readonly cluster: string
  readonly monitorPort: number
  readonly port: number
}

/** One monitor, one storage daemon, one copy of everything, nobody asked who they are: it hears this machine only. */
function settings({ folder, cluster, monitorPort, port }: Facts): string {
  const nobodyAsked = ['cluster required', 'service required', 'client required'].map(
    (what) => `auth ${what} = none`,
  )
  const plain = ['mon client', 'mon service', 'mon cluster', 'client', 'service', 'cluster']
  return [
    '[global]',
    `fsid = ${cluster}`,
    `run dir = ${folder}`,
    `log file = ${folder}/$name.log`,
    `keyring = ${folder}/keyring`,
    'admin socket =',
    'pid file =',
    ...nobodyAsked,
    // Without keys there is nothing to encrypt with.
    ...plain.map((who) => `ms ${who} mode = crc`),
    `mon host = [v2:127.0.0.1:${monitorPort}]`,
    'public addr = 127.0.0.1',
    'cluster addr = 127.0.0.1',
    'ms bind ipv6 = false',
    `mon data = ${folder}/mon`,
    'mon data avail warn = 0',
    'mon data avail crit = 0',
    'mon allow pool size one = true',
    'mon max pg per osd = 1000',
    `osd data = ${folder}/osd`,
    'osd objectstore = memstore',
    'memstore device bytes = 268435456',
    'osd pool default size = 1',
    'osd pool default min size = 1',
    'osd pool default pg num = 1',
    'osd pool default pgp num = 1',
    'osd pool default pg autoscale mode = off',
    'osd crush chooseleaf type = 0',
    '[client.rgw]',
    `rgw frontends = beast endpoint=127.0.0.1:${port}`,
    `rgw data = ${folder}/rgw`,
    'rgw thread pool size = 8',
    'rgw run sync thread = false',
    'rgw enable gc threads = false',
    'rgw enable lc threads = false',
    '',
  ].join('\n')
}
