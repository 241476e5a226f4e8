import { Card } from '../../components/card.tsx'
import { CopyField } from '../../components/copy-field.tsx'
import { GatewayNotice, Notice } from '../../components/notice.tsx'
import { useNetwork } from '../../network/network-context.tsx'
import { useStatus } from '../../network/use-status.ts'

/** How to bring a stream of one's own. */
export function PushHelp() {
  const { config } = useNetwork()
  const { status, problem } = useStatus()
  const server = status?.gateway.rtmpUrl ?? config.rtmpUrl
  return (
    <Card title="Push your own stream">
      {server !== undefined ? (
        <Ways server={server} />
      ) : status ? (
        <Notice tone="empty" title="This gateway takes no streams over RTMP" />
      ) : (
        <GatewayNotice problem={problem} loading="Asking the gateway where" />
      )}
    </Card>
  )
}

function Ways({ server }: { server: string }) {
  const command = `ffmpeg -re -i video.mp4 -c:v libx264 -preset veryfast -g 60 -c:a aac -f flv ${server}/KEY`
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <div className="min-w-0">
        <p className="text-soft">OBS: Settings → Stream → Custom. The key is in the terminal.</p>
        <CopyField text={server} label="the server’s address" />
      </div>
      <div className="min-w-0">
        <p className="text-soft">ffmpeg, with a key frame every two seconds. Put the key in place of KEY.</p>
        <CopyField text={command} label="the command" />
      </div>
    </div>
  )
}
