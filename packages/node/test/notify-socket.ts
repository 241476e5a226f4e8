import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

/** Takes datagrams as systemd does; each is printed as one line. Node has no such sockets, every Debian has Perl. */
const listener = `
use Socket;
$| = 1;
socket(my $socket, PF_UNIX, SOCK_DGRAM, 0) or die $!;
bind($socket, sockaddr_un($ARGV[0])) or die $!;
print "listening\\n";
while (defined recv($socket, my $notice, 65536, 0)) {
  $notice =~ s/\\n/ | /g;
  print "$notice\\n";
}
`

/** The other end of `NOTIFY_SOCKET`. */
export class NotifySocket {
  readonly path: string
  readonly #child: ChildProcess
  readonly #notices: string[]

  private constructor(path: string, child: ChildProcess, notices: string[]) {
    this.path = path
    this.#child = child
    this.#notices = notices
  }

  static async listen(path: string): Promise<NotifySocket> {
    const child = spawn('perl', ['-e', listener, path], { stdio: ['ignore', 'pipe', 'inherit'] })
    const notices: string[] = []
    const lines = createInterface({ input: child.stdout })
    await once(lines, 'line')
    // A barrier is what systemd-notify waits at until its notice was taken.
    lines.on('line', (line) => line.startsWith('BARRIER=') || notices.push(line))
    return new NotifySocket(path, child, notices)
  }

  /** What came so far, in its order; the parts of one notice are divided by ` | `. */
  get notices(): readonly string[] {
    return this.#notices
  }

  has(assignment: string, from = 0): boolean {
    return this.#notices.slice(from).some((notice) => notice.split(' | ').includes(assignment))
  }

  close(): void {
    this.#child.kill('SIGKILL')
  }
}
