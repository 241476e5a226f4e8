import type { Address } from '@millrace/crypto'
import { createPrice, type Price } from '@millrace/payments'
import { NotThereError } from '../../daemon/operator/errors.ts'
import { answers, jsonBody, type OperatorRoutes, operatorRoute, z } from '../../daemon/operator/route.ts'
import { addressSchema, amountSchema, priceAnswerSchema } from '../../daemon/operator/schemas.ts'
import type { PriceList } from '../payments/price-list.ts'

const priceBody = z
  .strictObject({
    wei: amountSchema.describe('Wei for `pixels` pixels, as decimal text.'),
    pixels: amountSchema.default('1').describe('Pixels that `wei` is asked for.'),
  })
  .openapi('PriceChange')

const pricesSchema = z
  .object({
    base: priceAnswerSchema.describe('Asked of every gateway without a price of its own.'),
    gateways: z.record(addressSchema, priceAnswerSchema).describe('Prices of single gateways.'),
  })
  .openapi('Prices')

const gatewayParams = z.strictObject({ gateway: addressSchema.describe('Address of the gateway.') })
const responses = answers('All prices, as they are then.', pricesSchema)
const whenItCounts =
  'Sessions that run keep their price, and so do terms that were given already. It holds over restarts, until the ' +
  'setting itself is changed.'

const getPrices = operatorRoute('read', {
  method: 'get',
  path: '/api/v1/price',
  operationId: 'getPrices',
  summary: 'What gateways are asked.',
  responses,
})

const setPrice = operatorRoute('operate', {
  method: 'put',
  path: '/api/v1/price',
  operationId: 'setPrice',
  summary: 'Asks another price.',
  description: whenItCounts,
  request: { body: jsonBody(priceBody) },
  responses,
})

const setGatewayPrice = operatorRoute('operate', {
  method: 'put',
  path: '/api/v1/price/{gateway}',
  operationId: 'setGatewayPrice',
  summary: 'Asks one gateway a price of its own.',
  description: whenItCounts,
  request: { params: gatewayParams, body: jsonBody(priceBody) },
  responses,
})

const removeGatewayPrice = operatorRoute('operate', {
  method: 'delete',
  path: '/api/v1/price/{gateway}',
  operationId: 'removeGatewayPrice',
  summary: 'Asks one gateway what all are asked.',
  description: whenItCounts,
  request: { params: gatewayParams },
  responses,
})

export interface PriceSources {
  readonly prices: PriceList
}

/** What work costs. */
export const priceRoutes: OperatorRoutes<PriceSources> = {
  definitions: [getPrices, setPrice, setGatewayPrice, removeGatewayPrice],
  register(app, { prices }) {
    const all = () => ({
      base: inText(prices.base),
      gateways: Object.fromEntries(
        [...prices.ofGateways].map(([gateway, price]) => [gateway, inText(price)]),
      ),
    })
    app.openapi(getPrices, (context) => context.json(all(), 200))
    app.openapi(setPrice, (context) => {
      prices.setBase(priceOf(context.req.valid('json')))
      return context.json(all(), 200)
    })
    app.openapi(setGatewayPrice, (context) => {
      prices.setOfGateway(addressOf(context.req.valid('param')), priceOf(context.req.valid('json')))
      return context.json(all(), 200)
    })
    app.openapi(removeGatewayPrice, (context) => {
      const gateway = addressOf(context.req.valid('param'))
      if (!prices.removeOfGateway(gateway))
        throw new NotThereError({ what: 'own price of gateway', name: gateway })
      return context.json(all(), 200)
    })
  },
}

function inText({ weiPerUnit, pixelsPerUnit }: Price) {
  return { wei: weiPerUnit.toString(), pixels: pixelsPerUnit.toString() }
}

/** @throws {InvalidPriceError} for one that does not fit the wire. */
function priceOf({ wei, pixels }: z.output<typeof priceBody>): Price {
  return createPrice(BigInt(wei), BigInt(pixels))
}

function addressOf({ gateway }: z.output<typeof gatewayParams>): Address {
  return gateway as Address
}
