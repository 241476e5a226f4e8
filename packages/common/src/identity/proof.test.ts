import { describe, expect, test } from 'vitest'
import { dnsProofName, githubProofUrl, proofLine, provesAccount } from './proof.ts'

const account = '0xABcdEFABcdEFabcdEfAbCdefabcdeFABcDEFabCD'

test('a proof is a line that names the account, among others, in any case', () => {
  expect(provesAccount(proofLine(account), account)).toBe(true)
  expect(provesAccount(`Hello\r\n  ${proofLine(account).toUpperCase()}  \nbye`, account)).toBe(true)
  expect(provesAccount(`${proofLine(account)}0`, account)).toBe(false)
  expect(provesAccount(`not ${proofLine(account)}`, account)).toBe(false)
  expect(provesAccount('', account)).toBe(false)
})

describe('a domain is asked', () => {
  test('below the name of the website', () => {
    expect(dnsProofName('https://www.example.org/about')).toBe('_millrace.www.example.org')
  })

  test.each([
    undefined,
    '',
    'https://127.0.0.1',
    'https://[::1]/',
    'https://localhost',
    'http://example.org',
    'ipfs://x',
  ])('not if the website is %j', (website) => {
    expect(dnsProofName(website)).toBeUndefined()
  })
})

describe('the file of a GitHub account is', () => {
  const raw = 'https://raw.githubusercontent.com'

  test('in the repository of its name, or where the profile says', () => {
    expect(githubProofUrl({ 'com.github': '@octocat' })).toBe(`${raw}/octocat/octocat/HEAD/millrace.txt`)
    const gist = 'https://gist.githubusercontent.com/Octocat/0123456789abcdef/raw/millrace.txt'
    expect(githubProofUrl({ 'com.github': 'octocat', 'proof.github': gist })).toBe(gist)
  })

  test.each([
    `${raw}/somebody/octocat/HEAD/millrace.txt`,
    'https://example.org/octocat/millrace.txt',
    `${raw}.example.org/octocat/x`,
    `http://raw.githubusercontent.com/octocat/x`,
  ])('never somebody else’s: %s', (url) => {
    expect(githubProofUrl({ 'com.github': 'octocat', 'proof.github': url })).toBeUndefined()
  })

  test('not there without an account', () => {
    expect(githubProofUrl({ 'proof.github': `${raw}/octocat/octocat/HEAD/millrace.txt` })).toBeUndefined()
  })
})
