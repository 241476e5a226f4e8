/** `node writer.ts PLACE`: adds rows until it is killed, and prints the number of each that is written. */
import type { DatabasePlace } from '../src/index.ts'
import { openShop } from './shelf.ts'

const place: DatabasePlace = JSON.parse(process.argv[2] ?? '')
const database = await openShop(place)
for (let row = 1; ; row++) {
  await database.transaction((session) => session.query(`insert into shop.pair values ('row', $1)`, [row]))
  process.stdout.write(`${row}\n`)
}
