import { mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { StoreAddressError, StoreError } from './errors.ts'
import { FolderStore } from './folder-store.ts'
import { isObjectKey } from './object-store.ts'
import { openObjectStore } from './open-store.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gateway-store-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const bytes = (text: string) => new TextEncoder().encode(text)

async function keysOf(store: FolderStore, prefix = ''): Promise<string[]> {
  const keys: string[] = []
  for await (const { key } of store.list(prefix)) keys.push(key)
  return keys.sort()
}

test('objects are kept, listed by prefix, and deleted with the folders that they leave empty', async () => {
  const store = new FolderStore({ folder: join(folder, 'below'), minFreeBytes: 0 })
  expect(await keysOf(store)).toEqual([])
  for (const key of ['a/1/x.ts', 'a/1/y.ts', 'a/2/x.ts', 'b/1/x.ts']) await store.put(key, bytes(key))
  expect(await keysOf(store, 'a/1/')).toEqual(['a/1/x.ts', 'a/1/y.ts'])
  expect(await keysOf(store, 'a/1/x')).toEqual(['a/1/x.ts'])
  expect([...(await store.folders('a/'))].sort()).toEqual(['1', '2'])
  await store.put('a/1/x.ts', bytes('anew'))
  expect(new TextDecoder().decode(await store.get('a/1/x.ts', { maxBytes: 10 }))).toBe('anew')
  expect(await store.get('a/9/x.ts', { maxBytes: 10 })).toBeUndefined()
  expect(await store.get('a/1/x.ts/z', { maxBytes: 10 })).toBeUndefined()
  await store.delete(['a/1/x.ts', 'a/1/y.ts', 'a/2/x.ts', 'a/9/none.ts'])
  expect(await readdir(join(folder, 'below'))).toEqual(['b'])
})

test('error: no key leads out of the folder, whatever it is', async () => {
  const store = new FolderStore({ folder: join(folder, 'store'), minFreeBytes: 0 })
  await writeFile(join(folder, 'secret'), 'x')
  for (const key of [
    '../secret',
    'a/../../secret',
    '/etc/passwd',
    'a//b',
    '',
    '.',
    'a/.',
    'a\\b',
    'a\0b',
    '.x',
  ]) {
    await expect(store.put(key, bytes('x'))).rejects.toThrow(StoreError)
    await expect(store.get(key, { maxBytes: 10 })).rejects.toThrow(StoreError)
    await expect(store.delete([key])).rejects.toThrow(StoreError)
  }
  fc.assert(
    fc.property(fc.string({ maxLength: 50 }), (key) => {
      if (isObjectKey(key)) expect(join('/srv/store', key).startsWith('/srv/store/')).toBe(true)
    }),
  )
})

test('error: too large an object is not read, and a disk nearly full is not filled', async () => {
  const store = new FolderStore({ folder, minFreeBytes: 0 })
  await store.put('a.ts', bytes('0123456789'))
  await expect(store.get('a.ts', { maxBytes: 9 })).rejects.toThrow('too large')
  const careful = new FolderStore({ folder, minFreeBytes: Number.MAX_SAFE_INTEGER })
  await expect(careful.put('b.ts', bytes('x'))).rejects.toThrow('nearly full')
  expect(await readdir(folder)).toEqual(['a.ts'])
})

test('links out of the folder are not listed, and so never deleted', async () => {
  const outside = await mkdtemp(join(tmpdir(), 'gateway-outside-'))
  await writeFile(join(outside, '0.ts'), 'x')
  const store = new FolderStore({ folder, minFreeBytes: 0 })
  await symlink(outside, join(folder, 'link'))
  expect(await keysOf(store)).toEqual([])
  await rm(outside, { recursive: true })
})

const open = (address: string, allowsFolders = true) =>
  openObjectStore(address, { allowsFolders, minFreeBytes: 0, timeoutMs: 1_000 })

test('addresses of stores are told without what is secret in them', () => {
  expect(open('/records').name).toBe('/records')
  expect(open('file:///records').name).toBe('/records')
  expect(open('s3://KEY:SECRET@eu-west-1/bucket').name).toBe('s3://eu-west-1/bucket/')
  expect(open('s3+http://KEY:SEC%2FRET@host:9000/bucket/a/b').name).toBe('http://host:9000/bucket/a/b/')
})

test('error: an address that cannot be used says why, and not what it was', () => {
  const faults: readonly [address: string, why: RegExp][] = [
    ['gs://bucket', /neither/],
    ['s3+https://KEY:SECRET@host', /no bucket/],
    ['s3+https://host/bucket', /no credentials/],
    ['s3://', /cannot be read|no bucket/],
    ['s3://KEY:SECRET@eu/..', /no bucket/],
  ]
  for (const [address, why] of faults) {
    expect(() => open(address)).toThrow(StoreAddressError)
    expect(() => open(address)).toThrow(why)
    expect(() => open(address)).not.toThrow(/SECRET/)
  }
  expect(() => open('/etc', false)).toThrow(/only the settings/)
  expect(() => open('file:///etc', false)).toThrow(/only the settings/)
})
