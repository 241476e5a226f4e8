import type { controllerAbi, minterAbi, tokenAbi } from '@millrace/abi'
import { parseAbi } from 'viem'
import { require } from '../refusal.ts'
import { beginRound } from '../staking/settings.ts'
import type { Handlers } from './handler.ts'

export const controllerCalls: Handlers<typeof controllerAbi> = {
  pause: ({ controller }, { caller }) => controller.pause(caller),
  unpause: ({ controller }, { caller }) => controller.unpause(caller),
}

export const tokenCalls: Handlers<typeof tokenAbi> = {
  mint: ({ token }, { caller }, [to, amount]) => token.mintBy(caller, to, amount),
  transfer: ({ token }, { caller }, [to, amount]) => token.transfer(caller, to, amount),
}

export const minterCalls: Handlers<typeof minterAbi> = {
  setInflationChange: ({ minter }, { caller }, [change]) => minter.setInflationChange(caller, change),
  setTargetBondingRate: ({ minter }, { caller }, [rate]) => minter.setTargetBondingRate(caller, rate),
  setCurrentRewardTokens: () => require(false, 'CallerNotRoundsManager'),
  createReward: () => require(false, 'CallerNotBondingManager'),
  trustedTransferTokens: () => require(false, 'CallerNotBondingManager'),
  trustedBurnTokens: () => require(false, 'CallerNotBondingManager'),
  trustedWithdrawETH: () => require(false, 'CallerNotBondingManagerOrJobsManager'),
  depositETH: () => require(false, 'CallerNotMinterOrJobsManager'),
}

export const adjustableRoundsAbi = parseAbi([
  'function initializeRound()',
  'function setRoundLength(uint256 roundLength)',
  'function setRoundLockAmount(uint256 roundLockAmount)',
  'function setBlockNum(uint256 num)',
  'function setBlockHash(bytes32 hash)',
  'function mineBlocks(uint256 blocks)',
])

export const roundsCalls: Handlers<typeof adjustableRoundsAbi> = {
  initializeRound: ({ rounds, staking, minter }) => {
    rounds.initialize()
    // The active stake first, for inflation depends on it (1.3).
    beginRound(staking)
    minter.setCurrentRewardTokens(staking.ledger.state.get().currentTotal)
  },
  setRoundLength: ({ rounds }, { caller }, [length]) => rounds.setLength(caller, length),
  setRoundLockAmount: ({ rounds }, { caller }, [amount]) => rounds.setLockAmount(caller, amount),
  setBlockNum: ({ rounds }, _context, [block]) => rounds.setBlockNum(block),
  setBlockHash: ({ rounds }, _context, [hash]) => rounds.setBlockHash(BigInt(hash)),
  mineBlocks: ({ rounds }, _context, [count]) => rounds.mineBlocks(count),
}
