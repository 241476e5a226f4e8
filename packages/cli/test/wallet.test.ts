import { spawn } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { accountFromKeystore, accountFromPrivateKey } from '@millrace/chain'
import { verifyMessage } from 'viem'
import { afterAll, expect, test } from 'vitest'
import { millrace } from './kit.ts'

const folder = await mkdtemp(join(tmpdir(), 'millrace-wallet-'))
afterAll(() => rm(folder, { recursive: true }))
const key = '0x7a28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d'
const address = '0x008AeEda4D805471dF9b2A5B0f38A0C3bCBA786b'
const passwordFile = join(folder, 'password')
await writeFile(passwordFile, 'a password\n')
const password = ['--password-file', passwordFile]

/** Runs the command as a process of its own, with something on its standard input. */
async function withInput(input: string, ...args: readonly string[]) {
  const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))
  const child = spawn(process.execPath, [main, ...args], { stdio: ['pipe', 'pipe', 'pipe'] })
  const output = { stdout: '', stderr: '' }
  child.stdout.on('data', (chunk) => {
    output.stdout += chunk
  })
  child.stderr.on('data', (chunk) => {
    output.stderr += chunk
  })
  child.stdin.end(input)
  const code = await new Promise((resolve) => child.once('close', resolve))
  return { ...output, code }
}

test('a new account is in a keystore under geth’s name, which only its owner may read, and is listed', async () => {
  const keys = join(folder, 'new')
  const { stdout } = await millrace('wallet', 'create', '--folder', keys, '--light', '--json', ...password)
  const created = JSON.parse(stdout)
  expect(created.file).toMatch(/UTC--\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{9}Z--[0-9a-f]{40}$/)
  expect((await stat(created.file)).mode & 0o777).toBe(0o600)
  expect((await accountFromKeystore({ file: created.file, passwordFile })).address).toBe(created.address)
  await writeFile(join(keys, 'notes.txt'), 'not a key')
  const listed = await millrace('wallet', 'list', '--folder', keys)
  expect(listed.stdout).toBe(`${created.address}  ${created.file}\n`)
  expect((await millrace('wallet', 'list', '--folder', join(folder, 'none'))).stdout).toBe('')
})

test('a key is imported from a file and from standard input, and never twice into one folder', async () => {
  const keys = join(folder, 'imported')
  const keyFile = join(folder, 'key')
  await writeFile(keyFile, `${key.slice(2).toUpperCase()}\n`)
  const words = ['wallet', 'import', keyFile, '--folder', keys, '--light', ...password]
  expect((await millrace(...words)).stdout).toContain(address)
  await expect(millrace(...words)).rejects.toThrow(/is in .* already/)
  const out = join(folder, 'stdin.json')
  const piped = await withInput(
    key,
    'wallet',
    'import',
    '-',
    '--out',
    join(folder, 'sub', 'a.json'),
    '--light',
    ...password,
  )
  expect(piped).toMatchObject({ code: 0, stderr: '' })
  const typed = await withInput(
    'from a pipe\n',
    'wallet',
    'import',
    keyFile,
    '--out',
    out,
    '--light',
    '--password-file',
    '-',
  )
  expect(typed.code).toBe(0)
  // The folder holds nothing under this key but the file just made.
  expect((await accountFromKeystore({ file: out, password: 'from a pipe' })).address).toBe(address)
})

test('a keystore of geth is imported with its own password', async () => {
  // The published test vector, as geth writes it.
  const vector = {
    crypto: {
      cipher: 'aes-128-ctr',
      cipherparams: { iv: '6087dab2f9fdbbfaddc31a909735c1e6' },
      ciphertext: '5318b4d5bcd28de64ee5559e671353e16f075ecae9f99c7a79a38af5f869aa46',
      kdf: 'pbkdf2',
      kdfparams: {
        c: 262_144,
        dklen: 32,
        prf: 'hmac-sha256',
        salt: 'ae3cd4e7013836a3df6bd7241b12db061dbe2c6785853cce422d148a624ce0bd',
      },
      mac: '517ead924a9d0dc3124507e3393d175ce3ff7c1e96529c6c555ce9e51205e9b2',
    },
    id: '3198bc9c-6672-5ab3-d995-4942343ae5b6',
    version: 3,
  }
  const foreign = join(folder, 'foreign.json')
  await writeFile(foreign, JSON.stringify(vector))
  await writeFile(join(folder, 'old'), 'testpassword')
  const old = ['--old-password-file', join(folder, 'old')]
  const { stdout } = await millrace(
    'wallet',
    'import',
    foreign,
    '--folder',
    join(folder, 'geth'),
    '--light',
    '--json',
    ...old,
    ...password,
  )
  expect(JSON.parse(stdout).address).toBe(address)
  expect(
    (await millrace('wallet', 'show', foreign, '--password-file', join(folder, 'old'))).stdout,
  ).toContain(address)
  await expect(
    millrace(
      'wallet',
      'import',
      foreign,
      '--folder',
      join(folder, 'geth2'),
      '--light',
      ...password,
      '--old-password-file',
      passwordFile,
    ),
  ).rejects.toThrow(/password does not open/)
})

test('show names the address without a password, and with --check opens the file and compares', async () => {
  const [name = ''] = await readdir(join(folder, 'imported'))
  const file = join(folder, 'imported', name)
  expect(JSON.parse((await millrace('wallet', 'show', file, '--json')).stdout)).toEqual({ address, file })
  expect((await millrace('wallet', 'show', file, '--check', ...password)).stdout).toContain('opens     true')
  const forged = join(folder, 'forged.json')
  await writeFile(forged, (await readFile(file, 'utf8')).replace(/"address": "../, '"address": "ff'))
  await expect(millrace('wallet', 'show', forged, '--check', ...password)).rejects.toThrow(
    /names 0xfF.* and holds the key of 0x008A/i,
  )
})

test('sign-message signs as a wallet does', async () => {
  const [name = ''] = await readdir(join(folder, 'imported'))
  const file = join(folder, 'imported', name)
  const text = await millrace('wallet', 'sign-message', file, 'hello', '--json', ...password)
  const { signature } = JSON.parse(text.stdout)
  expect(await verifyMessage({ address, message: 'hello', signature })).toBe(true)
  const bytes = await millrace('wallet', 'sign-message', file, '0x0102', '--hex', '--json', ...password)
  expect(
    await verifyMessage({
      address,
      message: { raw: '0x0102' },
      signature: JSON.parse(bytes.stdout).signature,
    }),
  ).toBe(true)
  await expect(millrace('wallet', 'sign-message', file, 'hello', '--hex', ...password)).rejects.toThrow(
    /hexadecimal/,
  )
})

test('export writes the key only after agreement, into a new private file', async () => {
  const [name = ''] = await readdir(join(folder, 'imported'))
  const file = join(folder, 'imported', name)
  const plain = join(folder, 'plain')
  await expect(millrace('wallet', 'export', file, plain, ...password)).rejects.toThrow(/no terminal to ask/)
  const { stdout } = await millrace('wallet', 'export', file, plain, '--yes', ...password)
  expect(stdout).not.toContain(key.slice(2))
  expect((await readFile(plain, 'utf8')).trim()).toBe(key)
  expect((await stat(plain)).mode & 0o777).toBe(0o600)
  await expect(millrace('wallet', 'export', file, plain, '--yes', ...password)).rejects.toThrow(
    /there already/,
  )
  expect(accountFromPrivateKey(key).address).toBe(address)
})

test('error: what is no key is refused without being shown', async () => {
  const nearly = join(folder, 'nearly')
  for (const text of [key.slice(0, -1), `${key}0`, '', 'word '.repeat(12)]) {
    await writeFile(nearly, text)
    const failure = await millrace(
      'wallet',
      'import',
      nearly,
      '--folder',
      join(folder, 'x'),
      ...password,
    ).catch((error: Error) => error)
    expect(failure).toBeInstanceOf(Error)
    expect(String((failure as Error).message)).toMatch(/holds neither a keystore nor a private key/)
    expect(JSON.stringify(failure)).not.toContain(key.slice(4, 40))
  }
  await expect(millrace('wallet', 'import', join(folder, 'absent'), ...password)).rejects.toThrow(
    /cannot be read/,
  )
})

test('error: a password is never taken from a flag, and cannot be asked for without a terminal', async () => {
  await expect(millrace('wallet', 'create', '--folder', join(folder, 'y'))).rejects.toThrow(
    /no terminal to ask for the password/,
  )
  const both = await withInput(
    key,
    'wallet',
    'import',
    '-',
    '--password-file',
    '-',
    '--folder',
    join(folder, 'y'),
  )
  expect(both.stderr).toContain('Only one of key and passwords')
  const help = (await withInput('', 'wallet', 'import', '--help')).stdout
  expect(help).not.toMatch(/--(password|key|private-key) </)
})
