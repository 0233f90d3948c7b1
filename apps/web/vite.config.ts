import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

/** The server that hands out index.html puts the real base path here. */
const BASE_MARK = '/__APP_BASE__/'

/** In development the page is served at the root. */
function devBase(): Plugin {
  return {
    name: 'app-base-in-development',
    apply: 'serve',
    transformIndexHtml: (html) => html.replaceAll(BASE_MARK, '/'),
  }
}

/**
 * Every zod schema carries the writer of its JSON Schema, 6 kB that a page never calls. Their exports stay, as
 * functions that do nothing.
 */
function withoutJsonSchema(): Plugin {
  return {
    name: 'zod-without-json-schema',
    apply: 'build',
    transform: {
      filter: { id: /\/zod\/v4\/core\/(?:to-json-schema|json-schema-processors)\.js$/ },
      handler(code) {
        const names = [...code.matchAll(/^export (?:const|function) (\w+)/gm)].map(([, name]) => name)
        return [
          'const nothing = () => nothing',
          ...names.map((name) => `export const ${name} = nothing`),
        ].join('\n')
      },
    },
  }
}

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), tailwindcss(), devBase(), withoutJsonSchema()],
  experimental: {
    // One build serves any sub-path: files find each other relatively, the page finds them by its base.
    renderBuiltUrl: (file, { hostType }) =>
      hostType === 'html' ? `${BASE_MARK}${file}` : { relative: true },
  },
  build: {
    target: ['chrome123', 'firefox128', 'safari17.5'],
    // light-dark() is understood by all of them; lowering it would double the tokens.
    cssTarget: ['chrome123', 'firefox128', 'safari17.5'],
    modulePreload: { polyfill: false },
    // The policy allows data: for images only; everything else has to be a file.
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // What every page needs is one file: it compresses better than twenty, and comes in one request.
            { name: 'main', tags: ['$initial'] },
          ],
        },
      },
    },
  },
  server: {
    host: '127.0.0.1',
    proxy: {
      '/api': {
        // biome-ignore lint/style/noProcessEnv: where the development server finds the console's server
        target: process.env['OHIF_ADMIN_DEV_BFF'] ?? 'http://127.0.0.1:8080',
        changeOrigin: false,
      },
    },
  },
})
