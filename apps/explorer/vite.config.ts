import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress } from 'node:zlib'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const compressible = /\.(js|css|html|svg|json)$/

/** Puts a copy beside each text that is compressed as well as can be, which a server has no time for. */
function compressed(): Plugin {
  return {
    name: 'compressed',
    apply: 'build',
    async writeBundle({ dir = 'dist' }) {
      const names = await readdir(dir, { recursive: true })
      await Promise.all(
        names
          .filter((name) => compressible.test(name))
          .map(async (name) => {
            const file = join(dir, name)
            await writeFile(`${file}.br`, await promisify(brotliCompress)(await readFile(file)))
          }),
      )
    },
  }
}

/** What most pages show. */
const isPart =
  /@tanstack\/(react-)?virtual|src\/(components\/(?!chart|sheet)|api|format|network|identity|features\/(events|orchestrators))/

export default defineConfig({
  plugins: [react(), tailwindcss(), compressed()],
  build: {
    target: 'es2024',
    chunkSizeWarningLimit: 600,
    rolldownOptions: {
      output: {
        // The pages may not evaluate text, and zod is not to try: a browser counts the attempt as a fault.
        banner: ({ moduleIds }) =>
          moduleIds.some((id) => id.includes('node_modules/zod/'))
            ? 'globalThis.__zod_globalConfig = { jitless: true };'
            : '',
        codeSplitting: {
          groups: [
            // What changes seldom is fetched once and kept.
            { name: 'libraries', tags: ['$initial'], test: /node_modules\//, priority: 2 },
            // Few files: each is a request with headers of its own.
            { name: 'shell', tags: ['$initial'], priority: 1 },
            { name: 'charts', test: /node_modules\/d3-|src\/components\/chart\// },
            { name: 'parts', test: isPart, minShareCount: 4 },
            { name: 'staking', test: /src\/(staking|features\/(staking|portfolio))\//, minShareCount: 4 },
          ],
        },
      },
    },
  },
})
