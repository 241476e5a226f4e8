import { encode } from 'uqr'
import { CopyField } from '../components/copy-field.tsx'
import { text } from '../text/text.ts'

/** What a phone's wallet reads to connect: dark on light in every theme, since cameras expect it. */
export function PairingCode({ uri }: { uri: string }) {
  const { data, size } = encode(uri)
  const path = data.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : ''))).join('')
  return (
    <figure className="my-4">
      <svg
        role="img"
        aria-label={text.wallet.scan}
        viewBox={`0 0 ${size} ${size}`}
        className="mx-auto w-64 max-w-full bg-white"
        shapeRendering="crispEdges"
      >
        <path d={path} fill="#000000" />
      </svg>
      <figcaption className="mt-2 text-center text-soft">{text.wallet.scan}</figcaption>
      <CopyField label={text.wallet.copyPairing} text={uri} />
    </figure>
  )
}
