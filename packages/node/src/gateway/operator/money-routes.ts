import type { StatusJson } from '@millrace/client'
import { createPrice } from '@millrace/payments'
import { answers, jsonBody, type OperatorRoutes, operatorRoute, z } from '../../daemon/operator/route.ts'
import { amountSchema, priceAnswerSchema } from '../../daemon/operator/schemas.ts'
import type { PriceCap } from '../selection/price-cap.ts'
import { fundsSchema } from './status-route.ts'

const fundsRoute = operatorRoute('read', {
  method: 'get',
  path: '/api/v1/funds',
  operationId: 'getFunds',
  summary: 'Deposit and reserve, and whether they suffice.',
  responses: answers('The funds.', fundsSchema),
})

const capAnswer = answers(
  'The cap, as it is then.',
  z
    .object({ maxPricePerPixel: z.union([priceAnswerSchema, z.null()]).describe('null: any price is paid.') })
    .openapi('PriceCap'),
)

const getCap = operatorRoute('read', {
  method: 'get',
  path: '/api/v1/price-cap',
  operationId: 'getPriceCap',
  summary: 'The most that orchestrators are paid.',
  responses: capAnswer,
})

const setCap = operatorRoute('operate', {
  method: 'put',
  path: '/api/v1/price-cap',
  operationId: 'setPriceCap',
  summary: 'Pays more or less at the most.',
  description:
    'Orchestrators that ask more are not selected. Sessions that run go on at their price until their terms are renewed. It ' +
    'holds over restarts, until the setting itself is changed.',
  request: {
    body: jsonBody(
      z
        .strictObject({
          maxPricePerPixel: z
            .strictObject({
              wei: amountSchema.describe('Wei for `pixels` pixels, as decimal text.'),
              pixels: amountSchema.default('1'),
            })
            .nullable()
            .describe('null: any price.'),
        })
        .openapi('PriceCapChange'),
    ),
  },
  responses: capAnswer,
})

export interface MoneySources {
  readonly board: { status(): StatusJson }
  readonly priceCap: PriceCap
}

/** What the gateway has, and what it pays at the most. */
export const moneyRoutes: OperatorRoutes<MoneySources> = {
  definitions: [fundsRoute, getCap, setCap],
  register(app, { board, priceCap }) {
    const present = () => {
      const { maxPrice } = priceCap
      if (maxPrice === undefined) return { maxPricePerPixel: null }
      const { weiPerUnit, pixelsPerUnit } = maxPrice
      return { maxPricePerPixel: { wei: weiPerUnit.toString(), pixels: pixelsPerUnit.toString() } }
    }
    app.openapi(fundsRoute, (context) => context.json(board.status().funds, 200))
    app.openapi(getCap, (context) => context.json(present(), 200))
    app.openapi(setCap, (context) => {
      const { maxPricePerPixel: cap } = context.req.valid('json')
      priceCap.set(cap === null ? undefined : createPrice(BigInt(cap.wei), BigInt(cap.pixels)))
      return context.json(present(), 200)
    })
  },
}
