import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createKeystore, TxSender } from '@millrace/chain'
import { OperationRecord, OperationSender } from '@millrace/chain/operations'
import {
  account,
  ether,
  type Protocol,
  privateKey,
  startProtocol,
  startSigner,
} from '@millrace/chain/testing'
import { silentLogger, systemClock } from '@millrace/common'
import { createWalletClient, http } from 'viem'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { DeclinedError } from '../src/errors.ts'
import { requireAgreement } from '../src/terminal/ask.ts'
import { millrace } from './kit.ts'

let protocol: Protocol
let folder: string
let where: string[]
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-account-'))
  protocol = await startProtocol()
  where = ['--rpc-url', protocol.rpcUrl, '--controller', protocol.controller]
  await writeFile(join(folder, 'password'), 'a password\n')
  for (const index of [2, 3]) {
    const keystore = { file: join(folder, `${index}.json`), passwordFile: join(folder, 'password') }
    await createKeystore({ ...keystore, privateKey: privateKey(index), cost: 'light' })
  }
  await protocol.nextRound()
})
afterEach(() => protocol.anvil.setAutomine(true))
afterAll(async () => {
  await protocol[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

const address = (index: number) => account(index).address
/** Flags that send as an account. */
const as = (index: number) => [
  ...where,
  ...['--keystore-file', join(folder, `${index}.json`), '--password-file', join(folder, 'password')],
  ...['--state-dir', join(folder, 'state')],
]
const nonceOf = (index: number) => protocol.chain.client.getTransactionCount({ address: address(index) })

describe('nothing is sent', () => {
  test('error: without a terminal and without --yes', async () => {
    const before = await nonceOf(2)
    await expect(millrace('stake', 'bond', '10 LPT', '--to', address(2), ...as(2))).rejects.toThrow(
      /Nothing was sent: there is no terminal to ask at/,
    )
    expect(await nonceOf(2)).toBe(before)
  })

  test('with --dry-run, which needs no key', async () => {
    const { stdout } = await millrace(
      'stake',
      'bond',
      '10 TT',
      '--to',
      address(2),
      '--from',
      address(2),
      '--dry-run',
      ...where,
    )
    expect(stdout).toContain(`bond from ${address(2)} on chain 31337`)
    expect(stdout).toContain('Bonds 10 TT to the account itself. It counts from the next round.')
    expect(stdout).toContain('Calls: approve, then bondWithHint')
    expect(stdout).toMatch(/Costs: about 0\.\d+ ETH for \d+ gas, 0\.\d+ ETH at the most, of/)
    expect(stdout).toContain('Nothing was sent.')
  })

  test('with --unsigned, which prints what a multisig makes, with the ether that goes along', async () => {
    const { stdout, stderr } = await millrace(
      'funds',
      'add',
      '--deposit',
      '1.5 ether',
      '--reserve',
      '1 gwei',
      '--from',
      address(4),
      '--unsigned',
      ...where,
    )
    const printed = JSON.parse(stdout)
    expect(printed).toMatchObject({ chainId: 31_337, from: address(4), controller: protocol.controller })
    expect(printed.transactions).toMatchObject([{ value: '1500000001000000000' }])
    expect(stderr).toBe('')
    const wallet = createWalletClient({ account: account(4).account, transport: http(protocol.rpcUrl) })
    const [{ to, data, value }] = printed.transactions
    const hash = await wallet.sendTransaction({ chain: null, to, data, value: BigInt(value) })
    await protocol.chain.client.waitForTransactionReceipt({ hash })
    expect(await protocol.chain.broker.senderInfo(address(4))).toMatchObject({
      depositWei: (3n * ether) / 2n,
      reserveWei: 10n ** 9n,
    })
  })

  test('error: when a person says no', async () => {
    const terminal = { isInteractive: true, confirm: async () => false, password: async () => '' }
    await expect(requireAgreement({ yes: false, question: 'Send it?' }, terminal)).rejects.toThrow(
      DeclinedError,
    )
    const yes = { ...terminal, confirm: async () => true }
    await requireAgreement({ yes: false, question: 'Send it?' }, yes)
  })

  test('error: when it would fail, with --yes too', async () => {
    const before = await nonceOf(2)
    await expect(millrace('reward', '--yes', ...as(2))).rejects.toThrow(
      /^reward was not sent: .*is not active in this round/,
    )
    await expect(millrace('funds', 'deposit', '1000000 ether', '--yes', ...as(2))).rejects.toThrow(
      /has 10000 ETH, and it may take 1000000 ETH/,
    )
    expect(await nonceOf(2)).toBe(before)
  })

  test.each([
    [['stake', 'bond', '10'], /unit is missing/],
    [['stake', 'bond', '10 ether'], /ether is not one of the units/],
    [['funds', 'deposit', '1 LPT'], /LPT is not one of the units/],
    [['funds', 'send-ether', '1 wei', '0x12'], /must be an address/],
    [['stake', 'set-cuts', '--reward-cut', '120%', '--fee-share', '5%'], /100% at most/],
  ])('error: %j', async (words, problem) => {
    await expect(millrace(...words, '--yes', ...as(2))).rejects.toThrow(problem)
  })

  test('error: without a key, and with two', async () => {
    await expect(millrace('stake', 'claim', '--yes', ...where)).rejects.toThrow(/keystoreFile/)
    await expect(millrace('stake', 'claim', '--dry-run', ...where)).rejects.toThrow(/Set from/)
    await expect(
      millrace('stake', 'claim', '--yes', '--signer-url', 'http://127.0.0.1:1', ...as(2)),
    ).rejects.toThrow(/not both/)
    await expect(millrace('stake', 'claim', '--yes', '--from', address(3), ...as(2))).rejects.toThrow(
      /holds the key of/,
    )
  })
})

describe('with a keystore', () => {
  test('an account bonds to itself, sets its cuts and its service URI, and sees that', async () => {
    const bonded = await millrace(
      'stake',
      'bond',
      '1000 LPT',
      '--to',
      address(2),
      '--yes',
      '--json',
      ...as(2),
    )
    const { outcome, preview } = JSON.parse(bonded.stdout)
    expect(outcome.mined).toHaveLength(2)
    expect(preview.warnings).toMatchObject([{ code: 'BECOMES_ORCHESTRATOR' }])
    expect(bonded.stderr).toContain('Mind: The account becomes an orchestrator')
    const cuts = await millrace(
      'stake',
      'set-cuts',
      '--reward-cut',
      '12.5%',
      '--fee-share',
      '50%',
      '--yes',
      ...as(2),
    )
    expect(cuts.stdout).toMatch(
      /^transcoderWithHint mined in 0x[0-9a-f]{64} for 0\.\d+ ETH\n {2}TranscoderUpdate\(/,
    )
    await millrace('stake', 'set-service-uri', 'https://o.example.com:8935', '--yes', ...as(2))
    const shown = await millrace('stake', 'show', '--account', address(2), ...where)
    expect(shown.stdout).toContain('stake      1000 TT, pending to')
    expect(shown.stdout).toContain('keeps 12.5 % of rewards, gives 50 % of fees')
    expect(shown.stdout).toContain('service URI https://o.example.com:8935')
    const json = await millrace('stake', 'show', '--json', '--keystore', join(folder, '2.json'), ...where)
    expect(JSON.parse(json.stdout)).toMatchObject({
      account: address(2),
      orchestrator: { rewardCutPpm: '125000', stakeWei: String(1_000n * ether) },
    })
  })

  test('reward is called once a round; stake is unbonded, listed as a lock, and bonded again', async () => {
    await protocol.nextRound()
    await millrace('reward', '--yes', ...as(2))
    await millrace('stake', 'unbond', '100 tokens', '--yes', ...as(2))
    const shown = await millrace('stake', 'show', '--account', address(2), ...where)
    expect(shown.stdout).toMatch(/lock 0 {5}100 TT, can be withdrawn from round \d+ on/)
    await millrace('stake', 'rebond', '0', '--yes', ...as(2))
    expect(await protocol.chain.staking.unbondingLock(address(2), 0n)).toBeUndefined()
  })

  test('a gateway funds itself and looks', async () => {
    await millrace('funds', 'add', '--deposit', '0.5 ether', '--reserve', '0.25 ETH', '--yes', ...as(3))
    const shown = await millrace('funds', 'show', '--keystore', join(folder, '3.json'), ...where)
    expect(shown.stdout).toContain('deposit    0.5 ETH\n  reserve    0.25 ETH')
    await millrace('funds', 'unlock', '--yes', ...as(3))
    expect((await millrace('funds', 'show', '--account', address(3), ...where)).stdout).toMatch(
      /unlocked from round \d+ on/,
    )
    await millrace('funds', 'cancel-unlock', '--yes', ...as(3))
  })

  test('a command that was cut short is not repeated when it is typed again', async () => {
    const to = '0x00000000000000000000000000000000000000aa'
    const words = ['funds', 'send-ether', '7 wei', to, '--yes', '--json', ...as(3)]
    // As the command leaves it when it is killed after sending.
    const log = silentLogger()
    const record = OperationRecord.open(join(folder, 'state', `31337-${address(3).toLowerCase()}.sqlite`))
    const sender = new TxSender({}, { client: protocol.chain.client, account: account(3).account, log })
    const desk = new OperationSender({ chain: protocol.chain, sender, record, clock: systemClock, log })
    await protocol.anvil.setAutomine(false)
    const nonce = await nonceOf(3)
    const cut = desk
      .send({ name: 'transfer-ether', parameters: { to, amountWei: '7' } })
      .catch((error) => error)
    await expect
      .poll(() => protocol.chain.client.getTransactionCount({ address: address(3), blockTag: 'pending' }))
      .toBe(nonce + 1)
    record.close()
    await sender.close()
    await cut
    await protocol.anvil.setAutomine(true)
    await protocol.mine(1)
    const again = await millrace(...words)
    expect(JSON.parse(again.stdout).outcome).toMatchObject({ wasSentBefore: true })
    expect(await protocol.chain.client.getBalance({ address: to })).toBe(7n)
    expect(JSON.parse((await millrace(...words)).stdout).outcome).toMatchObject({ wasSentBefore: false })
    expect(await protocol.chain.client.getBalance({ address: to })).toBe(14n)
  })
})

test('with a key at a remote signer', async () => {
  await using signer = await startSigner([account(5).account, account(6).account], 'clef')
  const flags = [
    '--signer-url',
    signer.url,
    '--signer-address',
    address(6),
    '--state-dir',
    join(folder, 'state'),
  ]
  await millrace('stake', 'bond', '3 LPT', '--to', address(2), '--yes', ...flags, ...where)
  expect((await protocol.chain.staking.delegator(address(6))).bondedWei).toBe(3n * ether)
  await expect(
    millrace('stake', 'claim', '--yes', '--signer-url', signer.url, '--state-dir', folder, ...where),
  ).rejects.toThrow(/has 2 accounts/)
})
