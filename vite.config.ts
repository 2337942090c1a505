import { readFileSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'
import { iconNames } from './web/ui/icon-names.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const uswds = (path: string) => here(`./node_modules/@uswds/uswds/${path}`)

/** Puts the icons in use, and no others, from USWDS into index.html as symbols: nothing to fetch, nothing shifts. */
function iconSymbols(): Plugin {
  const symbols = iconNames.map((name) => {
    const svg = readFileSync(uswds(`dist/img/usa-icons/${name}.svg`), 'utf8')
    const inner = svg.replace(/<\?xml.*?\?>/, '').replace(/^[\s\S]*?<svg[^>]*>/, '').replace(/<\/svg>[\s\S]*$/, '').replace(/<path[^>]*d="M0 0h24v24H0[^"]*"[^>]*\/>/g, '')
    return `<symbol id="icon-${name}" viewBox="0 0 24 24">${inner.trim()}</symbol>`
  })
  return {
    name: 'icon-symbols',
    transformIndexHtml: (html) => html.replace('<!-- icons -->', `<svg xmlns="http://www.w3.org/2000/svg" width="0" height="0" class="icon-symbols" aria-hidden="true">${symbols.join('')}</svg>`),
  }
}

/** The faces of the first page are fetched beside the styles, not after them. */
function fontPreloads(): Plugin {
  return {
    name: 'font-preloads',
    transformIndexHtml: {
      order: 'post',
      handler: (_, { bundle }) =>
        Object.keys(bundle ?? {})
          .filter((file) => /sourcesanspro-(regular|bold)-/.test(file))
          .map((file) => ({ tag: 'link', attrs: { rel: 'preload', href: `/${file}`, as: 'font', type: 'font/woff2', crossorigin: true }, injectTo: 'head' as const })),
    },
  }
}

/** What the preview of PDFs reads when a file needs it: decoders of scanned pictures, and the letters of files that hold none. */
function pdfParts(): Plugin {
  const from = here('./node_modules/pdfjs-dist/')
  return {
    name: 'pdf-parts',
    async generateBundle() {
      for (const name of ['wasm/jbig2_nowasm_fallback.js', 'wasm/openjpeg_nowasm_fallback.js']) this.emitFile({ type: 'asset', fileName: `assets/pdf/${name}`, source: await readFile(join(from, name)) })
      for (const name of await readdir(join(from, 'standard_fonts'))) this.emitFile({ type: 'asset', fileName: `assets/pdf/standard_fonts/${name}`, source: await readFile(join(from, 'standard_fonts', name)) })
    },
  }
}

/** Compresses texts once, as well as can be: the server sends these in place of the plain ones. index.html changes with each answer and stays plain. */
function preCompressed(): Plugin {
  const best = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } }
  return {
    name: 'pre-compressed',
    writeBundle: async ({ dir = '' }, bundle) => {
      const texts = Object.keys(bundle).filter((file) => /\.(js|css|svg|json)$/.test(file))
      await Promise.all(
        texts.map(async (file) => {
          const bytes = await readFile(join(dir, file))
          await writeFile(join(dir, `${file}.br`), await promisify(brotliCompress)(bytes, best))
          await writeFile(join(dir, `${file}.gz`), await promisify(gzip)(bytes, { level: 9 }))
        }),
      )
    },
  }
}

export default defineConfig({
  root: here('./web'),
  plugins: [react(), iconSymbols(), fontPreloads(), pdfParts(), preCompressed()],
  resolve: {
    alias: [
      { find: /^#src\//, replacement: `${here('./src')}/` },
      { find: /^@uswds-dist\//, replacement: `${uswds('dist')}/` },
    ],
  },
  css: {
    preprocessorOptions: {
      scss: { loadPaths: [uswds('packages')], quietDeps: true },
    },
  },
  build: {
    outDir: here('./dist/web'),
    emptyOutDir: true,
    target: 'es2022',
    // The content security policy allows fonts and pictures from this host only, so nothing is inlined as a data: address.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
})
