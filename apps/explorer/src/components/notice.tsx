import { text } from '../text/text.ts'

type NoticeTone = 'loading' | 'empty' | 'error'

const marks: Readonly<Record<NoticeTone, string>> = {
  loading: 'pulse bg-brand',
  empty: 'bg-soft',
  error: 'bg-bad',
}

interface NoticeProps {
  readonly tone: NoticeTone
  readonly title: string
  readonly text?: string | undefined
}

/** What stands in the place of data that is on its way, is not there, or cannot be had. */
export function Notice({ tone, title, text }: NoticeProps) {
  return (
    <div
      role={tone === 'error' ? 'alert' : 'status'}
      data-testid="notice"
      data-tone={tone}
      className="flex grow flex-col items-center justify-center gap-2 px-4 py-8 text-center"
    >
      <span aria-hidden="true" className={`size-2 rounded-full ${marks[tone]}`} />
      <p className="font-medium">{title}</p>
      {text !== undefined && <p className="max-w-prose text-balance text-soft">{text}</p>}
    </div>
  )
}

/** Stands where a fact of the chain will be: on its way, or what is in its way. */
export function ChainNotice({ problem, loading }: { problem: string | undefined; loading: string }) {
  return problem === undefined ? (
    <Notice tone="loading" title={loading} />
  ) : (
    <Notice tone="error" title="The chain could not be read" text={`${problem} Trying again …`} />
  )
}

/** Stands where the gateway's word will be: on its way, or what is in its way. */
export function GatewayNotice({ problem, loading }: { problem: string | undefined; loading: string }) {
  return problem === undefined ? (
    <Notice tone="loading" title={loading} />
  ) : (
    <Notice tone="error" title="The gateway does not answer" text={`${problem} Trying again …`} />
  )
}

/** Stands where the indexer's word will be: on its way, or what is in its way. */
export function IndexerNotice({ problem, loading }: { problem: string | undefined; loading: string }) {
  return problem === undefined ? (
    <Notice tone="loading" title={loading} />
  ) : (
    <Notice tone="error" title={text.table.failed} text={text.table.again(problem)} />
  )
}
