import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createKeystore } from '@millrace/chain'
import { account, type Protocol, privateKey, startProtocol } from '@millrace/chain/testing'
import { proofLine } from '@millrace/common/identity'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { millrace } from './kit.ts'

let protocol: Protocol
let folder: string
let where: string[]
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-identity-'))
  protocol = await startProtocol()
  where = ['--rpc-url', protocol.rpcUrl, '--controller', protocol.controller]
  await writeFile(join(folder, 'password'), 'a password\n')
  for (const index of [2, 3]) {
    const keystore = { file: join(folder, `${index}.json`), passwordFile: join(folder, 'password') }
    await createKeystore({ ...keystore, privateKey: privateKey(index), cost: 'light' })
  }
})
afterAll(async () => {
  await protocol[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

const address = (index: number) => account(index).address
const key = (index: number) => [
  ...['--keystore-file', join(folder, `${index}.json`), '--password-file', join(folder, 'password')],
]
/** Flags that send as an account. */
const as = (index: number) => [...where, ...key(index), '--state-dir', join(folder, 'state'), '--yes']
const identity = (...args: string[]) => millrace('identity', ...args)
const show = async (index: number) =>
  JSON.parse((await identity('show', '--account', address(index), '--json', ...where)).stdout)

describe('a profile', () => {
  test('is shown before it is set, and then to everybody', async () => {
    const records = [
      'name=Weir & Sluice',
      'url=https://weir.example',
      'com.github=weir-crew',
      'region=Lisbon',
    ]
    const { stderr } = await identity('set', ...records, ...as(2))
    expect(stderr).toContain('sets name to “Weir & Sluice”')
    expect(stderr).toContain('It is public, and nobody checks it.')
    const { stdout } = await identity('show', '--account', address(2), ...where)
    expect(stdout).toMatch(/self-declared; see millrace identity verify/)
    expect(stdout).toMatch(/name +Weir & Sluice/)
    await identity('set', 'region=', ...as(2))
    expect((await show(2)).texts).toEqual({
      name: 'Weir & Sluice',
      url: 'https://weir.example',
      'com.github': 'weir-crew',
    })
  })

  test.each([
    ['name=Weir\u202ErecuulS', 'Name has characters that cannot be seen'],
    ['url=http://weir.example', 'Website is not an address that begins with https:// or ipfs://'],
    ['Name=x', '“Name” is not a key'],
    ['name', 'it must be KEY=TEXT'],
  ])('error: %j is not sent', async (record, sentence) => {
    await expect(identity('set', record, '--from', address(2), '--dry-run', ...where)).rejects.toThrow(
      sentence,
    )
  })
})

describe('a link', () => {
  const file = () => join(folder, 'consent.json')

  test('is signed by a key on a machine without a network, and sent by the other', async () => {
    const { stdout } = await identity('link', address(3), '--out', file(), ...as(2).slice(0, -1))
    expect(stdout).toContain(`is for ${address(3)} to sign`)
    await expect(identity('link', '--signed', file(), ...as(2))).rejects.toThrow('has not signed it')
    await expect(identity('sign', file(), ...key(2))).rejects.toThrow(`it is for ${address(3)} to sign`)
    expect((await identity('sign', file(), ...key(3))).stdout).toContain(
      `${address(3)} agrees that ${address(3)} belongs to ${address(2)}`,
    )
    await identity('link', '--signed', file(), ...as(2))
    expect(await show(3)).toMatchObject({ main: address(2), texts: {}, shown: { name: 'Weir & Sluice' } })
    expect((await show(2)).linked).toEqual([address(3)])
    await expect(identity('link', '--signed', file(), ...as(2))).rejects.toThrow(/is linked to .* already/)
  })

  test('is ended by the other, which signs what anybody sends', async () => {
    await identity('unlink', address(3), '--by', address(3), '--out', file(), ...where)
    const printed = JSON.parse((await identity('sign', file(), '--unsigned')).stdout)
    expect(printed).toMatchObject({
      primaryType: 'Unlink',
      message: { linked: address(3), main: address(2) },
    })
    const signature = await account(3).account.signTypedData({
      ...printed,
      message: {
        ...printed.message,
        nonce: BigInt(printed.message.nonce),
        deadline: BigInt(printed.message.deadline),
      },
    })
    await identity('sign', file(), '--signature', signature)
    await identity('unlink', '--signed', file(), ...as(2))
    expect(await show(3)).toMatchObject({ linked: [] })
    expect((await show(3)).main).toBeUndefined()
    await expect(identity('unlink', '--signed', file(), ...as(2))).rejects.toThrow(
      /has not signed this|not linked/,
    )
  })

  test('error: a consent that is for something else, or is none, is refused', async () => {
    await expect(identity('link', '--signed', file(), ...as(2))).rejects.toThrow('a consent to unlink')
    await writeFile(file(), (await readFile(file(), 'utf8')).replace('"nonce"', '"nonse"'))
    await expect(identity('sign', file(), ...key(3))).rejects.toThrow('cannot be used')
    await expect(identity('unlink', ...as(2))).rejects.toThrow('Name the account')
  })
})

describe('proofs', () => {
  test('of a domain and a GitHub account are looked up by anybody', async () => {
    await using dns = await dnsServer({ '_millrace.weir.example': ['v=spf1 -all', proofLine(address(2))] })
    await using github = await fileServer({
      '/weir-crew/weir-crew/HEAD/millrace.txt': `Hello\n${proofLine(address(2))}\n`,
    })
    const places = ['--dns-server', dns.place, '--github-url', github.place, ...where]
    const { stdout } = await identity('verify', '--account', address(2), ...places)
    expect(stdout).toContain('✓ dns     _millrace.weir.example')
    expect(stdout).toContain(
      '✓ github  https://raw.githubusercontent.com/weir-crew/weir-crew/HEAD/millrace.txt',
    )
  })

  test('error: that are missing, of somebody else, too large or elsewhere prove nothing', async () => {
    await using dns = await dnsServer({ '_millrace.weir.example': [proofLine(address(3))] })
    await using github = await fileServer({ '/weir-crew/weir-crew/HEAD/millrace.txt': 'x'.repeat(100_000) })
    await using empty = await dnsServer({})
    await using moved = await fileServer({})
    const verify = (dnsPlace: string, githubPlace: string) =>
      identity(
        'verify',
        '--account',
        address(2),
        '--dns-server',
        dnsPlace,
        '--github-url',
        githubPlace,
        ...where,
      )
    for (const [one, other] of [
      [dns, github],
      [empty, moved],
    ] as const)
      await expect(verify(one.place, other.place)).rejects.toThrow('Of 2 claims')
    await expect(identity('verify', '--account', address(4), ...where)).rejects.toThrow('claims nothing')
  })
})

interface Server extends AsyncDisposable {
  readonly place: string
}

/** Answers TXT questions, and says of every other name that there is none. */
async function dnsServer(records: Readonly<Record<string, readonly string[]>>): Promise<Server> {
  const socket = createSocket('udp4')
  socket.on('message', (question, { port, address: from }) =>
    socket.send(dnsAnswer(question, records), port, from),
  )
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  return {
    place: `127.0.0.1:${socket.address().port}`,
    async [Symbol.asyncDispose]() {
      socket.close()
      await once(socket, 'close')
    },
  }
}

function dnsAnswer(question: Buffer, records: Readonly<Record<string, readonly string[]>>): Buffer {
  const labels: string[] = []
  let at = 12
  for (let length = question[at] ?? 0; length > 0; length = question[at] ?? 0) {
    labels.push(question.toString('latin1', at + 1, at + 1 + length))
    at += 1 + length
  }
  const texts = records[labels.join('.').toLowerCase()] ?? []
  const head = Buffer.alloc(12)
  question.copy(head, 0, 0, 2)
  // An answer, recursion available; 3 is "no such name".
  head.writeUInt16BE(0x8180 | (texts.length === 0 ? 3 : 0), 2)
  head.writeUInt16BE(1, 4)
  head.writeUInt16BE(texts.length, 6)
  const answers = texts.map((text) => {
    const data = Buffer.from(text)
    const fixed = Buffer.from([0xc0, 12, 0, 16, 0, 1, 0, 0, 0, 60, 0, data.length + 1, data.length])
    return Buffer.concat([fixed, data])
  })
  return Buffer.concat([head, question.subarray(12, at + 5), ...answers])
}

async function fileServer(files: Readonly<Record<string, string>>): Promise<Server> {
  const server = createServer((request, answer) => {
    const text = files[request.url ?? '']
    answer
      .writeHead(text === undefined ? 302 : 200, text === undefined ? { Location: '/elsewhere' } : {})
      .end(text)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    place: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
