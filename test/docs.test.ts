import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { root } from './programs.ts'

const pages = trackedFiles('*.md').map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))

test('every link inside the project leads somewhere', () => {
  const broken = pages.flatMap(({ path, text }) =>
    linksOf(text)
      .filter((link) => !/^[a-z]+:/.test(link))
      .filter((link) => !leadsSomewhere(path, link))
      .map((link) => `${path}: ${link}`),
  )
  expect(broken).toEqual([])
})

test('every page about the contracts can be reached from their index', () => {
  const index = pages.find(({ path }) => path === 'docs/contracts/README.md')
  const linked = linksOf(index?.text ?? '').map((link) => `docs/contracts/${link}`)
  const others = pages.map(({ path }) => path).filter((path) => /^docs\/contracts\/(?!README)/.test(path))
  expect(others.length).toBeGreaterThan(5)
  expect(others.filter((path) => !linked.includes(path))).toEqual([])
})

test('every forge test that a page names exists', () => {
  const sources = trackedFiles('contracts/test/*.sol').map((path) => readFileSync(join(root, path), 'utf8'))
  const missing = pages.flatMap(({ path, text }) =>
    [...text.matchAll(/`((?:test|invariant)(?:_\w+)+)`/g)]
      .map(([, name = '']) => name)
      .filter((name) => !sources.some((source) => source.includes(`function ${name}(`)))
      .map((name) => `${path}: ${name}`),
  )
  expect(missing).toEqual([])
})

/** Targets of the links of a page, without its code. */
function linksOf(text: string): string[] {
  const prose = text.replaceAll(/^```[\s\S]*?^```/gm, '').replaceAll(/`[^`\n]*`/g, '')
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link)
}

function leadsSomewhere(page: string, link: string): boolean {
  const [path = '', anchor] = link.split('#')
  const target = path === '' ? join(root, page) : resolve(root, dirname(page), path)
  if (!existsSync(target)) return false
  return anchor === undefined || headingsOf(readFileSync(target, 'utf8')).includes(anchor)
}

/** Headings as GitHub names them in links. */
function headingsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )
}

function trackedFiles(pattern: string): string[] {
  const output = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', pattern], {
    cwd: root,
    encoding: 'utf8',
  })
  return output.split('\n').filter(Boolean)
}
