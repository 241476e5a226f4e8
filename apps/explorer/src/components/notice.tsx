export type NoticeTone = 'loading' | 'empty' | 'error'

const marks: Readonly<Record<NoticeTone, string>> = {
  loading: 'pulse bg-brand',
  empty: 'bg-soft',
  error: 'bg-bad',
}

/** What stands in the place of data that is on its way, is not there, or cannot be had. */
export function Notice({
  tone,
  title,
  text,
}: {
  tone: NoticeTone
  title: string
  text?: string | undefined
}) {
  return (
    <div
      role={tone === 'error' ? 'alert' : 'status'}
      data-tone={tone}
      className="flex flex-col items-center gap-2 px-4 py-8 text-center"
    >
      <span aria-hidden="true" className={`size-2 rounded-full ${marks[tone]}`} />
      <p className="font-medium">{title}</p>
      {text !== undefined && <p className="max-w-prose text-soft">{text}</p>}
    </div>
  )
}
