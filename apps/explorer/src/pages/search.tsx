import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Card } from '../components/card.tsx'
import { Notice } from '../components/notice.tsx'
import { FoundText } from '../features/search/found-text.tsx'
import { placeOf } from '../features/search/hits.ts'
import { useFound } from '../features/search/use-search.ts'
import { text } from '../text/text.ts'

const said = text.search

/** All that some words stand for; they are in the page's address. */
export function SearchPage() {
  const { q = '' } = useSearch({ from: '/search' })
  const navigate = useNavigate({ from: '/search' })
  return (
    <Card title={said.title} level={1}>
      <input
        type="search"
        aria-label={said.label}
        placeholder={said.placeholder}
        maxLength={100}
        autoComplete="off"
        spellCheck={false}
        value={q}
        onChange={({ target }) => void navigate({ search: { q: target.value }, replace: true })}
        className="mb-4 w-full rounded-lg border border-line bg-card px-3 py-2 placeholder:text-soft sm:max-w-xl"
      />
      <Results words={q} />
    </Card>
  )
}

function Results({ words }: { words: string }) {
  const { data: found, problem, isLooking } = useFound(words)
  if (words.trim() === '') return <Notice tone="empty" title={said.empty} text={said.hint} />
  if (problem !== undefined)
    return <Notice tone="error" title={text.table.failed} text={text.table.again(problem)} />
  if (isLooking || found === undefined) return <Notice tone="loading" title={said.looking} />
  if (found.length === 0) return <Notice tone="empty" title={said.nothing(words.trim())} text={said.hint} />
  return (
    <>
      <p role="status" className="mb-2 text-soft">
        {said.found(found.length)}
      </p>
      <ul aria-label={said.results} className="divide-y divide-line">
        {found.map((hit) => (
          <li key={`${hit.kinds[0]} ${hit.id}`} data-testid="search-hit">
            <Link {...placeOf(hit)} className="block rounded py-2 hover:bg-sunken">
              <FoundText hit={hit} />
            </Link>
          </li>
        ))}
      </ul>
    </>
  )
}
