import { useNavigate } from '@tanstack/react-router'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { text } from '../../text/text.ts'
import { type Found, placeOf } from './hits.ts'
import { SearchOptions } from './search-options.tsx'
import { useFound } from './use-search.ts'

const said = text.search

/** Finds accounts, rounds, blocks and transactions from any page; `/` leads to it. */
export function SearchBox() {
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const navigate = useNavigate()
  const [words, setWords] = useState('')
  const [isOpen, setIsOpen] = useState(false)
  const [chosen, setChosen] = useState<number>()
  const { data: found = [], isLooking } = useFound(isOpen ? words : '')
  useSlash(input)
  const close = () => {
    setIsOpen(false)
    setChosen(undefined)
  }
  const go = (hit: Found) => {
    close()
    setWords('')
    input.current?.blur()
    void navigate(placeOf(hit))
  }
  const submit = () => {
    const hit = found[chosen ?? -1] ?? (found.length === 1 && !isLooking ? found[0] : undefined)
    if (hit) return go(hit)
    close()
    void navigate({ to: '/search', search: { q: words.trim() } })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') return close()
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step === 0 || found.length === 0) return
    event.preventDefault()
    setChosen(((chosen ?? (step > 0 ? -1 : 0)) + step + found.length) % found.length)
  }
  const hasOptions = isOpen && words.trim() !== ''
  return (
    <search className="relative w-full sm:w-80">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <input
          ref={input}
          type="search"
          role="combobox"
          aria-label={said.label}
          aria-expanded={hasOptions && found.length > 0}
          aria-controls={hasOptions && found.length > 0 ? id : undefined}
          aria-autocomplete="list"
          aria-activedescendant={chosen === undefined ? undefined : `${id}-${chosen}`}
          placeholder={said.placeholder}
          maxLength={100}
          autoComplete="off"
          spellCheck={false}
          value={words}
          onChange={({ target }) => {
            setWords(target.value)
            setIsOpen(true)
            setChosen(undefined)
          }}
          onFocus={() => setIsOpen(true)}
          onBlur={close}
          onKeyDown={onKeyDown}
          className="w-full rounded-lg border border-line bg-card px-3 py-1.5 placeholder:text-soft"
        />
      </form>
      {hasOptions && <SearchOptions {...{ id, words, found, isLooking, chosen }} onChoose={go} />}
    </search>
  )
}

/** The slash leads to the box from wherever nothing is being written. */
function useSlash(input: React.RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const listen = (event: globalThis.KeyboardEvent) => {
      const { target, key, ctrlKey, metaKey, altKey } = event
      const isWriting =
        target instanceof Element && target.closest('input, textarea, select, [contenteditable]')
      if (key !== '/' || isWriting || ctrlKey || metaKey || altKey) return
      event.preventDefault()
      input.current?.focus()
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [input])
}
