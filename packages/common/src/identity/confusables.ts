/**
 * Characters that look like a Latin letter and that compatibility normalisation leaves as they are, from the scripts in
 * which names are forged: Cyrillic, Greek, Armenian, Cherokee, Coptic, Lisu, and Latin's own oddities. A capital may look
 * like another letter than its small form.
 */
const groups: Readonly<Record<string, string>> = {
  a: 'аαɑᴀӕꓮꭺАΑ',
  b: 'ьвƅʙᏏꮟβꓐВΒЬ',
  c: 'сϲᴄⲥꓚꮯСϹ',
  d: 'ԁɗđᴅꓓꭰ',
  e: 'еєҽɛəεᴇꓰꭼЕΕΣ',
  f: 'ϝғꓝƒϜ',
  g: 'ɡցɢꓖԍᏻ',
  h: 'һհнʜꓧꮋНΗ',
  i: 'іıɩιɪӏꙇꭵІΙӀ',
  j: 'јʝꓙᴊЈ',
  k: 'кκᴋⲕꓗқҝКΚ',
  l: 'ʟłꓡꮮⳑ',
  m: 'мᴍϻⲙꓟꮇМΜ',
  n: 'пոռɴꓠηΝ',
  o: 'оοօσөᴏⲟꓳ੦௦०๐໐øОΟ',
  p: 'рρᴘⲣꓑꮲРΡ',
  q: 'ԛգզ',
  r: 'гꭇᴦʀɾꓣꮢя',
  s: 'ѕꜱƽꓢꮪЅ',
  t: 'тτᴛⲧꓔꭲŧТΤ',
  u: 'սᴜʋꓴцμυ',
  v: 'νѵᴠꓦꮩѴ',
  w: 'ԝɯաᴡꓪѡωшꮃ',
  x: 'хχⲭꓫХΧ',
  y: 'уγүʏỿꓬყУΥҮ',
  z: 'ᴢʐꓜꮓʒзΖ',
}

/** The letter that a character looks like, by character. */
export const confusables: ReadonlyMap<string, string> = new Map(
  Object.entries(groups).flatMap(([letter, others]) => [...others].map((other) => [other, letter] as const)),
)
