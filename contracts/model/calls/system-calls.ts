import type { adjustableRoundsManagerAbi, controllerAbi, minterAbi, tokenAbi } from '@millrace/abi'
import { require } from '../refusal.ts'
import { beginRound } from '../staking/settings.ts'
import type { Handlers } from './handler.ts'

export const controllerCalls: Handlers<typeof controllerAbi> = {
  pause: ({ controller }, { caller }) => controller.pause(caller),
  unpause: ({ controller }, { caller }) => controller.unpause(caller),
  pauseExits: ({ controller }, { caller }) => controller.pauseExits(caller),
  unpauseExits: ({ controller }, { caller }) => controller.unpauseExits(caller),
  setGuardian: ({ controller }, { caller }, [guardian]) => controller.setGuardian(caller, guardian),
}

export const tokenCalls: Handlers<typeof tokenAbi> = {
  mint: ({ token }, { caller }, [to, amount]) => token.mintBy(caller, to, amount),
  transfer: ({ token }, { caller }, [to, amount]) => token.transfer(caller, to, amount),
}

export const minterCalls: Handlers<typeof minterAbi> = {
  setInflationChange: ({ minter }, { caller }, [change]) => minter.setInflationChange(caller, change),
  setTargetBondingRate: ({ minter }, { caller }, [rate]) => minter.setTargetBondingRate(caller, rate),
  setCurrentRewardTokens: ({ controller }) => {
    controller.requireRunning()
    require(false, 'CallerNotRoundsManager')
  },
  createReward: () => require(false, 'CallerNotBondingManager'),
  trustedTransferTokens: () => require(false, 'CallerNotBondingManager'),
  trustedBurnTokens: () => require(false, 'CallerNotBondingManager'),
  trustedWithdrawETH: () => require(false, 'CallerNotBondingManagerOrJobsManager'),
  depositETH: () => require(false, 'CallerNotMinterOrJobsManager'),
}

export const roundsCalls: Handlers<typeof adjustableRoundsManagerAbi> = {
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
