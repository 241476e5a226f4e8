import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  plugins: [react(), tailwindcss()],
  build: {
    target: 'es2024',
    chunkSizeWarningLimit: 600,
    rolldownOptions: {
      output: {
        // What changes seldom is fetched once and kept: the chain library and the view library.
        codeSplitting: {
          groups: [
            { name: 'viem', test: /node_modules\/(viem|ox|abitype|@noble|@scure)\// },
            { name: 'react', test: /node_modules\/(react|react-dom|scheduler|@tanstack|@radix-ui)\// },
          ],
        },
      },
    },
  },
})
