import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Address, parseEther } from 'viem'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { millrace, openStage, type Stage } from './kit.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage({ chainId: 4242 })
})
afterAll(() => stage[Symbol.asyncDispose]())

const hex = z.custom<`0x${string}`>((value) => typeof value === 'string' && value.startsWith('0x'))
const planSchema = z.object({
  addresses: z.record(z.string(), hex),
  transactions: z.array(
    z.object({ nonce: z.int(), call: z.string(), gasUsed: z.string(), to: hex.optional() }),
  ),
  totalGas: z.string(),
  gasPriceWei: z.string(),
  costWei: z.string(),
})
const unsignedSchema = z.object({
  addresses: z.record(z.string(), hex),
  transactions: z.array(
    z.object({ to: hex.nullable(), data: hex, value: z.string(), description: z.string() }),
  ),
})

/** Settings in a file, with everything that a deployment may have. */
async function configFile(changes: object = {}, name = 'config.json'): Promise<string> {
  const file = join(stage.folder, name)
  const settings = {
    rpcUrl: stage.rpcUrl,
    owner: stage.address('owner'),
    tokenName: 'Test Token',
    tokenSymbol: 'TT',
    hasGovernor: true,
    guardian: stage.address('stranger'),
    grants: [{ to: stage.address('owner'), amount: '1000000000000000000000' }],
    parameters: { roundLengthBlocks: 60 },
    ...changes,
  }
  await writeFile(file, JSON.stringify(settings))
  return file
}

const deploy = async (...args: readonly string[]) =>
  millrace('deploy', '--config', await configFile(), ...args)

describe('a dry run', () => {
  const pauper = '0x00000000000000000000000000000000000000aa'

  test('prints every transaction with decoded arguments, its gas and what all costs, and sends nothing', async () => {
    const before = await stage.client.getBlockNumber()
    const { stdout } = await deploy('--dry-run', '--from', pauper, '--out', join(stage.folder, 'none'))
    expect(stdout).toMatch(/new Minter\(controller_?: controller, inflation_?: 220500,/)
    expect(stdout).toMatch(/Controller\.setContractInfo\(id: BondingVotes, contractAddress: bondingVotes,/)
    expect(stdout).toMatch(/Treasury\.initialize\(minDelay: 0, proposers: \[treasuryGovernor\]/)
    expect(stdout).toMatch(/RoundsManager\.setRoundLength\(\w+: 60\)/)
    expect(stdout).toMatch(/\d+ transactions, \d+ gas: 0\.\d+ ETH at [\d.]+ gwei/)
    expect(await stage.client.getBlockNumber()).toBe(before)
    expect(await readdir(stage.folder)).not.toContain('none')
  })

  test('adds up, costs what the chain asks for gas now, and tells the real addresses and gas in advance', async () => {
    const out = join(stage.folder, 'real')
    const { stdout } = await deploy('--dry-run', '--json', '--out', out, ...stage.keyOf('deployer'))
    const plan = planSchema.parse(JSON.parse(stdout))
    const gas = plan.transactions.map(({ gasUsed }) => BigInt(gasUsed))
    const totalGas = gas.reduce((sum, one) => sum + one, 0n)
    expect(BigInt(plan.totalGas)).toBe(totalGas)
    expect(BigInt(plan.gasPriceWei)).toBe(await stage.client.getGasPrice())
    expect(BigInt(plan.costWei)).toBe(totalGas * BigInt(plan.gasPriceWei))

    const real = await deploy('--json', '--out', out, ...stage.keyOf('deployer'))
    expect(JSON.parse(real.stdout)).toEqual(plan.addresses)
    const realGas = [...real.stderr.matchAll(/, (\d+) gas$/gm)].map(([, used]) => BigInt(used ?? 0))
    expect(realGas).toEqual(gas)
  })
})

describe('a deployment', () => {
  test('leaves addresses and ABIs for other programs, and a second run changes nothing', async () => {
    const out = join(stage.folder, 'real')
    const text = await readFile(join(out, 'deployment.json'), 'utf8')
    const { chainId, controller, contracts } = JSON.parse(text)
    expect(chainId).toBe(4242)
    expect(controller).toBe(contracts.controller.address)
    const abi: { name?: string }[] = JSON.parse(await readFile(join(out, contracts.treasury.abi), 'utf8'))
    expect(abi.some(({ name }) => name === 'getMinDelay')).toBe(true)

    const shown = await millrace(...['protocol', 'show', '--rpc-url', stage.rpcUrl, '--deployment', out])
    for (const { address } of Object.values<{ address: Address }>(contracts))
      expect(shown.stdout).toContain(address)
    expect(shown.stdout).not.toContain('not there')
    expect(shown.stdout).toMatch(/\(a Governor\)/)

    const nonce = await stage.client.getTransactionCount({ address: stage.address('deployer') })
    const again = await deploy('--out', out, ...stage.keyOf('deployer'))
    expect(again.stderr).toContain('was complete already')
    expect(await stage.client.getTransactionCount({ address: stage.address('deployer') })).toBe(nonce)
    const plan = await deploy('--out', out, '--dry-run', '--from', stage.address('deployer'))
    expect(plan.stdout).toBe('Nothing to do: the deployment is complete.\n')
  })

  test('that stopped for want of ether says at which step; the dry run then shows what is left, and another run does it', async () => {
    const address = stage.address('stranger')
    const out = join(stage.folder, 'poor')
    const key = stage.keyOf('stranger')
    const whole = planSchema.parse(
      JSON.parse((await deploy('--dry-run', '--json', '--out', out, ...key)).stdout),
    )
    await stage.anvil.setBalance({ address, value: parseEther('0.01') })
    const before = await stage.client.getTransactionCount({ address })
    const stop = deploy('--out', out, ...key)
    await expect(stop).rejects.toThrow(/stopped at "create \w+": .*too little ether.*Run it again/)
    const done = (await stage.client.getTransactionCount({ address })) - before
    expect(done).toBeGreaterThan(2)

    await stage.anvil.setBalance({ address, value: parseEther('10') })
    const rest = planSchema.parse(
      JSON.parse((await deploy('--dry-run', '--json', '--out', out, ...key)).stdout),
    )
    expect(rest.transactions.length).toBe(whole.transactions.length - done)
    expect(rest.addresses).toEqual(whole.addresses)
    const { stdout } = await deploy('--json', '--out', out, ...key)
    expect(JSON.parse(stdout)).toEqual(whole.addresses)
  })

  test('is printed for another signer, whose transactions make the same', async () => {
    const from: Address = '0x00000000000000000000000000000000000000bb'
    const { stdout } = await deploy('--unsigned', '--from', from, '--out', join(stage.folder, 'none'))
    const { addresses, transactions } = unsignedSchema.parse(JSON.parse(stdout))
    expect(
      transactions.every(({ to, description }) => (to === null) === description.startsWith('new ')),
    ).toBe(true)
    await stage.makeCalls(from, transactions)
    const shown = await millrace(
      ...[
        'protocol',
        'show',
        '--json',
        '--rpc-url',
        stage.rpcUrl,
        '--controller',
        addresses.controller ?? '',
      ],
    )
    const { parameters, control } = JSON.parse(shown.stdout)
    expect(parameters.roundLengthBlocks).toBe('60')
    expect(control).toMatchObject({ owner: addresses.governor, governorOwner: stage.address('owner') })
  })
})

describe('error: what is wrong is named', () => {
  const dryRun = ['--dry-run', '--from', '0x00000000000000000000000000000000000000aa']
  const run = async (changes: object, ...args: readonly string[]) =>
    millrace('deploy', '--config', await configFile(changes, 'bad.json'), ...args)

  test('in the file of settings', async () => {
    await expect(run({ tokenSymbl: 'TT' }, ...dryRun)).rejects.toThrow(/"tokenSymbl"/)
    await expect(run({ parameters: { roundLenth: 1 } }, ...dryRun)).rejects.toThrow(
      /parameters.*"roundLenth"/,
    )
    await expect(run({ parameters: { roundLockPpm: 1_000_001 } }, ...dryRun)).rejects.toThrow(
      'parameters.roundLockPpm: is not between 0 and 1000000 ppm',
    )
    await expect(run({ parameters: { quorumPpm: '33 %' } }, ...dryRun)).rejects.toThrow(
      'parameters.quorumPpm: is not a whole number',
    )
    await expect(run({ owner: '0x1234' }, ...dryRun)).rejects.toThrow('owner: is not an address')
    const mistyped = stage.address('owner').replace('7', '8')
    await expect(run({ owner: mistyped }, ...dryRun)).rejects.toThrow('owner: fails its checksum')
    await expect(run({ owner: undefined }, ...dryRun)).rejects.toThrow(/owner/)
  })

  test('about the chain', async () => {
    await expect(run({ chainId: 1 }, ...dryRun)).rejects.toThrow(/serves chain 4242, but chainId is set to 1/)
    await expect(run({ rpcUrl: 'http://127.0.0.1:9' }, ...dryRun)).rejects.toThrow(/No chain answers at 127/)
    await expect(run({ rpcUrl: 'localhost' }, ...dryRun)).rejects.toThrow(/rpcUrl: is not the http/)
  })

  test('about the key', async () => {
    await expect(run({})).rejects.toThrow('Set keystoreFile or signerUrl')
    await expect(run({}, '--dry-run')).rejects.toThrow('Set from')
    const wrong = join(stage.folder, 'wrong-password')
    await writeFile(wrong, 'another')
    const key = stage.keyOf('deployer')
    await expect(run({}, ...key, '--password-file', wrong)).rejects.toThrow(/password does not open/)
    await expect(run({}, ...key, '--keystore-file', 'nowhere.json')).rejects.toThrow(/nowhere\.json/)
  })
})
