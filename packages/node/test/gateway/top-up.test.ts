import { silentLogger } from '@millrace/common'
import { gatewayConfigSchema } from '@millrace/node/gateway'
import { expect, test } from 'vitest'
import { connectGatewayChain } from '../../src/gateway/chain-connection.ts'
import { startTestNetwork } from '../orchestrator-chain.ts'

test('the deposit on a chain grows by what is added from the account', async () => {
  await using network = await startTestNetwork()
  const config = gatewayConfigSchema.parse({
    rpcUrls: [network.rpcUrl],
    controller: network.chain.addresses.controller,
    ...(await network.keyFiles(3)),
  })
  const chain = await connectGatewayChain(config, { log: silentLogger() })
  if (!chain?.addToDeposit) throw new Error('It is on chain, with a key.')
  const deposit = async () => (await chain.reads.senderInfo(chain.signer.address)).depositWei
  const before = await deposit()
  expect(await chain.addToDeposit(10n ** 15n)).toMatch(/^0x[0-9a-f]{64}$/)
  expect((await deposit()) - before).toBe(10n ** 15n)
})
