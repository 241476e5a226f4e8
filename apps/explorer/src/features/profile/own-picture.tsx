import type { SafeUrl } from '@millrace/common/identity'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { text } from '../../text/text.ts'
import { pictureHost } from './picture-host.ts'

const said = text.identity.picture

/**
 * The picture that an account chose, once the reader asks for it: until then its host does not learn who looks at whom. An
 * image runs nothing, and the host is not told which page it is on.
 */
export function OwnPicture({ url }: { url: SafeUrl }) {
  const host = pictureHost(url)
  const [state, setState] = useState<'hidden' | 'shown' | 'failed'>('hidden')
  if (host === undefined) return null
  if (state === 'shown')
    return (
      <img
        src={url.href}
        alt={said.alt}
        referrerPolicy="no-referrer"
        onError={() => setState('failed')}
        className="size-40 rounded-xl bg-sunken object-cover"
        data-testid="own-picture"
      />
    )
  return (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-soft">
      <Button onClick={() => setState('shown')}>{said.show(host)}</Button>
      <span role="status" className="text-xs">
        {state === 'failed' ? said.failed(host) : said.about(host)}
      </span>
    </p>
  )
}
