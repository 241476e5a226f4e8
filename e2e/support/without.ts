/** Programs that the set-up could not install here; their tests are left out, and in CI that counts as a failure. */
export function isLeftOut(
  program:
    | 'ffmpeg'
    | 'curl'
    | 'openssl'
    | 'chromium'
    | 'prometheus'
    | 'radosgw'
    | 'systemd-notify'
    | 'systemd-analyze',
): boolean {
  return (process.env.MILLRACE_LEFT_OUT ?? '').split(',').includes(program)
}
