/** The first descriptor that is handed over, by the convention of systemd's socket activation. */
const firstFd = 3

/**
 * The descriptor of a listening socket that whoever started this process keeps open, as systemd does with socket units.
 * @param name - of the socket among several (`FileDescriptorName=`); a single one may have any.
 * @returns undefined when there is none, or when the variables are meant for another process.
 */
export function inheritedSocket(
  env: Readonly<Record<string, string | undefined>>,
  { name, pid }: { name: string; pid: number },
): number | undefined {
  const { LISTEN_PID: forPid, LISTEN_FDS: countText = '', LISTEN_FDNAMES: names = '' } = env
  if (forPid !== String(pid) || !/^[1-9]\d{0,2}$/.test(countText)) return undefined
  const count = Number(countText)
  const index = names.split(':').slice(0, count).indexOf(name)
  if (index >= 0) return firstFd + index
  return count === 1 ? firstFd : undefined
}
