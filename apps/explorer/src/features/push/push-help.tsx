import { Card } from '../../components/card.tsx'
import { useNetwork } from '../../network/network-context.tsx'
import { useStatus } from '../../network/use-status.ts'

/** How to bring a stream of one's own. */
export function PushHelp() {
  const { config } = useNetwork()
  const { status } = useStatus()
  const server = status?.gateway.rtmpUrl ?? config.rtmpUrl
  if (server === undefined) return null
  return (
    <Card title="Push your own stream">
      <ul className="space-y-3">
        <li>
          <p className="text-soft">OBS: Settings → Stream → Custom. The key stands in the terminal.</p>
          <Code text={server} />
        </li>
        <li>
          <p className="text-soft">ffmpeg, with a key frame every two seconds:</p>
          <Code
            text={`ffmpeg -re -i video.mp4 -c:v libx264 -preset veryfast -g 60 -c:a aac -f flv ${server}/KEY`}
          />
        </li>
      </ul>
    </Card>
  )
}

function Code({ text }: { text: string }) {
  return (
    <code className="mt-1 block overflow-x-auto rounded-lg bg-sunken px-3 py-2 font-mono text-[0.8125rem] whitespace-nowrap select-all">
      {text}
    </code>
  )
}
