import { expect, test } from 'vitest'
import { missingOf } from './follow-guide.ts'
import { blocksOf, stepsOf } from './guide-page.ts'

const page = `# Try it
\`\`\`sh settings
PORT=1
\`\`\`
<!-- meanwhile: a round begins -->
\`\`\`sh terminal=node
start $PORT
\`\`\`
\`\`\`dialogue
? How much › 5 TT
# you pay
? Sure? ›
\`\`\`
\`\`\`text
ready
\`\`\`
`

test('a page is commands in terminals, with what is asked and seen after each', () => {
  const steps = stepsOf(blocksOf(page, 'page'))
  expect(steps).toMatchObject([
    { manner: 'settings', commands: 'PORT=1', terminal: 'main' },
    {
      terminal: 'node',
      commands: 'start $PORT',
      meanwhile: ['a round begins'],
      dialogue: [
        { kind: 'asked', question: 'How much', answer: '5 TT' },
        { kind: 'remark', text: 'you pay' },
        { kind: 'asked', question: 'Sure?', answer: '' },
      ],
      expected: ['ready'],
    },
  ])
  expect(steps[1]?.place).toBe('page, line 6 (Try it)')
})

test('error: a block that nobody types is named', () => {
  expect(() => stepsOf(blocksOf('```bash\nls\n```', 'page'))).toThrow('page, line 1: a block of "bash"')
})

test('numbers are examples, but nothing is not something; lines come in their order', () => {
  const seen = 'segments   12 of 14, 0 lost\npaid 0.5 ETH by 0xabc'
  expect(missingOf(['segments 3 of 3, 0 lost', 'paid 24 ETH by 0x…'], seen)).toBeUndefined()
  expect(missingOf(['segments 0 of'], seen)).toBe('segments 0 of')
  expect(missingOf(['paid 1 ETH', 'segments'], seen)).toBe('segments')
  expect(missingOf(['12 of 14, 7 lost'], seen)).toBe('12 of 14, 7 lost')
  expect(missingOf(['received 3 ETH'], 'received 0 ETH')).toBe('received 3 ETH')
})
