import { type Address, createPublicClient, http, keccak256, type PublicClient, parseAbi, toBytes } from 'viem'

/**
 * What was paid, recomputed from the chain's events and balances alone. It shares no code with the node: its own
 * client, its own fragments of the ABI, its own sums.
 */
export interface Settlement {
  readonly ticketsRedeemed: number
  /** Sum of what winning tickets paid out. */
  readonly feesRedeemedWei: bigint
  /** What the sender has put in and does not have any more. */
  readonly senderSpentWei: bigint
  /** Sentences about sums that do not add up; empty when all is well. */
  readonly discrepancies: readonly string[]
}

const controllerAbi = parseAbi(['function getContract(bytes32 id) view returns (address)'])
const brokerAbi = parseAbi([
  'event DepositFunded(address indexed sender, uint256 amount)',
  'event ReserveFunded(address indexed reserveHolder, uint256 amount)',
  'event Withdrawal(address indexed sender, uint256 deposit, uint256 reserve)',
  'event ReserveClaimed(address indexed reserveHolder, address claimant, uint256 amount)',
  'event WinningTicketTransfer(address indexed sender, address indexed recipient, uint256 amount)',
  'event WinningTicketRedeemed(address indexed sender, address indexed recipient, uint256 faceValue, uint256 winProb, uint256 senderNonce, uint256 recipientRand, bytes auxData)',
  'function getSenderInfo(address sender) view returns ((uint256 deposit, uint256 withdrawRound) sender, (uint256 fundsRemaining, uint256 claimedInCurrentRound) reserve)',
])
const bondingAbi = parseAbi([
  'event WithdrawFees(address indexed delegator, address recipient, uint256 amount)',
])

/** Recomputes the settlement of one sender over the whole life of the deployment. */
export async function settlementOf({
  rpcUrl,
  controller,
  sender,
}: {
  rpcUrl: string
  controller: Address
  sender: Address
}): Promise<Settlement> {
  const client = createPublicClient({ transport: http(rpcUrl) })
  const contract = (name: string) =>
    client.readContract({
      address: controller,
      abi: controllerAbi,
      functionName: 'getContract',
      args: [keccak256(toBytes(name))],
    })
  const [broker, minter, bonding] = await Promise.all([
    contract('TicketBroker'),
    contract('Minter'),
    contract('BondingManager'),
  ])
  const { logs, withdrawnFees, account, reserve, held } = await atOneBlock(client, async (toBlock) => {
    const range = { fromBlock: 0n, toBlock }
    const [events, withdrawals, [info, funds], balance] = await Promise.all([
      client.getContractEvents({ address: broker, abi: brokerAbi, ...range, strict: true }),
      client.getContractEvents({
        address: bonding,
        abi: bondingAbi,
        eventName: 'WithdrawFees',
        ...range,
        strict: true,
      }),
      client.readContract({ address: broker, abi: brokerAbi, functionName: 'getSenderInfo', args: [sender] }),
      client.getBalance({ address: minter }),
    ])
    return { logs: events, withdrawnFees: withdrawals, account: info, reserve: funds, held: balance }
  })

  let fundedWei = 0n
  let fundedByAllWei = 0n
  let takenOutWei = withdrawnFees.reduce((sum, { args }) => sum + args.amount, 0n)
  let feesRedeemedWei = 0n
  let redeemedFaceValueWei = 0n
  let ticketsRedeemed = 0
  const isSender = (address: Address) => address.toLowerCase() === sender.toLowerCase()
  for (const { eventName, args } of logs) {
    switch (eventName) {
      case 'DepositFunded':
        fundedByAllWei += args.amount
        if (isSender(args.sender)) fundedWei += args.amount
        break
      case 'ReserveFunded':
        fundedByAllWei += args.amount
        if (isSender(args.reserveHolder)) fundedWei += args.amount
        break
      case 'Withdrawal':
        takenOutWei += args.deposit + args.reserve
        if (isSender(args.sender)) fundedWei -= args.deposit + args.reserve
        break
      case 'WinningTicketTransfer':
        if (isSender(args.sender)) feesRedeemedWei += args.amount
        break
      case 'WinningTicketRedeemed':
        if (isSender(args.sender)) {
          ticketsRedeemed++
          redeemedFaceValueWei += args.faceValue
        }
        break
    }
  }
  const senderSpentWei = fundedWei - account.deposit - reserve.fundsRemaining
  const discrepancies: string[] = []
  if (senderSpentWei !== feesRedeemedWei)
    discrepancies.push(`The sender spent ${senderSpentWei} wei, but tickets paid out ${feesRedeemedWei} wei.`)
  if (redeemedFaceValueWei !== feesRedeemedWei)
    discrepancies.push(`Tickets of ${redeemedFaceValueWei} wei face value paid out ${feesRedeemedWei} wei.`)
  if (held !== fundedByAllWei - takenOutWei)
    discrepancies.push(
      `The Minter holds ${held} wei, but ${fundedByAllWei - takenOutWei} wei came in and stayed.`,
    )
  return { ticketsRedeemed, feesRedeemedWei, senderSpentWei, discrepancies }
}

const mostTries = 50

/**
 * Reads several figures of the newest block together: reads them again when a block came in between. A chain need not
 * keep the states of older blocks.
 */
async function atOneBlock<T>(client: PublicClient, read: (block: bigint) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const block = await client.getBlockNumber({ cacheTime: 0 })
    const figures = await read(block)
    if ((await client.getBlockNumber({ cacheTime: 0 })) === block || attempt === mostTries) return figures
  }
}
