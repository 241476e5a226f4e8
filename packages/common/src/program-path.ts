import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * Path of a program beside a module: `.ts` among the sources, `.js` once built.
 * @param moduleUrl - `import.meta.url` of the module
 * @param program - relative to it, without its ending, e.g. `./worker/main`
 */
export function programPath(moduleUrl: string, program: string): string {
  return fileURLToPath(new URL(`${program}${extname(new URL(moduleUrl).pathname)}`, moduleUrl))
}
