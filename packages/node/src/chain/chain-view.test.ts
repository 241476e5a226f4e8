import type { RoundInfo } from '@millrace/chain'
import type { Address } from '@millrace/crypto'
import { maxFloatWei } from '@millrace/payments'
import { expect, test } from 'vitest'
import { type ChainReads, ChainView } from './chain-view.ts'

const recipient: Address = '0x2222222222222222222222222222222222222222'
const sender: Address = '0x1111111111111111111111111111111111111111'

function chainOf() {
  const state = {
    block: 10n,
    round: {
      number: 1n,
      isInitialized: true,
      isLocked: false,
      lastInitialized: 1n,
      startBlock: 0n,
      lengthBlocks: 60n,
    } as RoundInfo,
    isActive: true,
    gasPriceWei: 3_200n,
    reserveWei: 1_000n,
    roundReads: 0,
    floatReads: 0,
    fails: false,
  }
  const reads: ChainReads = {
    blockNumber: async () => state.block,
    gasPriceWei: async () => {
      if (state.fails) throw new Error('no answer')
      return state.gasPriceWei
    },
    rounds: {
      current: async () => {
        state.roundReads++
        return state.round
      },
      ticketRound: async () => ({ round: state.round.lastInitialized, blockHash: `0x${'ab'.repeat(32)}` }),
    },
    staking: { isActive: async () => state.isActive },
    broker: {
      params: async () => ({ ticketValidityRounds: 2n, unlockPeriodRounds: 2n }),
      senderFloat: async () => {
        state.floatReads++
        return {
          depositWei: 100n,
          withdrawRound: 0n,
          reserveWei: state.reserveWei,
          reserveClaimedInCurrentRoundWei: 200n,
          claimableReserveWei: 300n,
        }
      },
    },
  }
  return { state, reads }
}

test('rounds are read again only when they may have changed', async () => {
  const { state, reads } = chainOf()
  const view = await ChainView.create({ recipient }, { reads, waitingWei: () => 0n })
  await view.refresh(11n)
  await view.refresh(12n)
  expect([state.roundReads, view.block]).toEqual([1, 12n])
  state.round = { ...state.round, number: 2n, isInitialized: false, startBlock: 60n }
  await view.refresh(29n)
  expect(view.round.number).toBe(1n)
  await view.refresh(30n)
  expect(view.round.number).toBe(2n)
  state.round = { ...state.round, isInitialized: true, lastInitialized: 2n }
  await view.refresh(61n)
  expect(view.head()).toMatchObject({
    currentRound: 2n,
    latestBlock: 61n,
    creationRounds: [{ creationRound: 2n }],
  })
  // A chain restored from an older copy goes back.
  const before = state.roundReads
  await view.refresh(60n)
  expect(state.roundReads).toBe(before + 1)
})

test('a failed refresh leaves the last view', async () => {
  const { state, reads } = chainOf()
  const view = await ChainView.create({ recipient }, { reads, waitingWei: () => 0n })
  state.fails = true
  await expect(view.refresh(11n)).rejects.toThrow('no answer')
  expect(view.block).toBe(10n)
})

test('a spike of the gas price hardly moves the average', async () => {
  const { state, reads } = chainOf()
  const view = await ChainView.create({ recipient }, { reads, waitingWei: () => 0n })
  state.gasPriceWei = 320_000n
  await view.refresh(11n)
  expect(view.gasPriceWei).toBe(3_200n + 9_900n)
  for (let block = 12n; block < 300n; block++) await view.refresh(block)
  expect(Number(view.gasPriceWei)).toBeGreaterThan(310_000)
})

test('a sender’s funds are read once a block, and winners that wait count against them', async () => {
  const { state, reads } = chainOf()
  let waitingWei = 0n
  const view = await ChainView.create({ recipient }, { reads, waitingWei: () => waitingWei })
  const [facts] = await Promise.all([view.senderFacts(sender), view.senderFacts(sender)])
  expect(state.floatReads).toBe(1)
  expect(maxFloatWei(facts)).toBe(300n)
  waitingWei = 50n
  expect(maxFloatWei(await view.senderFacts(sender))).toBe(283n)
  await view.refresh(11n)
  await view.senderFacts(sender)
  expect(state.floatReads).toBe(2)
})
