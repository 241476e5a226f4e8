import { text } from '../../text/text.ts'
import { FoundText } from './found-text.tsx'
import type { Found } from './hits.ts'

interface SearchOptionsProps {
  readonly id: string
  readonly words: string
  readonly found: readonly Found[]
  readonly isLooking: boolean
  readonly chosen: number | undefined
  readonly onChoose: (hit: Found) => void
}

/** What was found, below the box. */
export function SearchOptions({ id, words, found, isLooking, chosen, onChoose }: SearchOptionsProps) {
  return (
    <div className="absolute inset-x-0 top-full z-30 mt-1 overflow-hidden rounded-lg border border-line bg-card shadow-lg">
      <p role="status" className={found.length > 0 && !isLooking ? 'sr-only' : 'px-3 py-2 text-soft'}>
        {isLooking
          ? text.search.looking
          : found.length === 0
            ? text.search.nothing(words.trim())
            : text.search.found(found.length)}
      </p>
      {found.length > 0 && (
        <div id={id} role="listbox" aria-label={text.search.results} className="max-h-80 overflow-y-auto">
          {found.map((hit, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the box, which keeps the focus, is worked by keys
            <div
              key={`${hit.kinds[0]} ${hit.id}`}
              id={`${id}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === chosen}
              // The box would lose its focus, and with it its list, before the click has come.
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => onChoose(hit)}
              className="cursor-pointer px-3 py-2 hover:bg-sunken aria-selected:bg-sunken"
            >
              <FoundText hit={hit} />
            </div>
          ))}
        </div>
      )}
    </div>
  )
}
