import type { SafeUrl } from '@millrace/common/identity'

/**
 * The public host that a picture would be loaded from. One without a name of the internet is none: a stranger's link is not
 * to reach into the reader's own network.
 * @returns undefined if it is not to be loaded
 */
export function pictureHost({ href }: SafeUrl): string | undefined {
  const url = URL.parse(href)
  const isPublic =
    url?.protocol === 'https:' && url.port === '' && /^(?:[a-z\d-]+\.)+[a-z][a-z\d-]*$/i.test(url.hostname)
  return isPublic && !/\.(?:local|localhost|internal|lan|home|arpa)$/i.test(url.hostname)
    ? url.hostname
    : undefined
}
