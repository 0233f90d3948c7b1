import { readFile } from 'node:fs/promises'
import path from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { AppError } from '../lib/app-error.ts'

/** Stands for the base path in the built page. */
const BASE_PLACEHOLDER = '/__APP_BASE__/'

const PAGE = { config: { access: 'public' }, schema: { hide: true } } as const

/**
 * Serves the built page from `folder`: its files by name, and the page itself at every address that is not the API's,
 * because the page does its own routing. Without a build it says so instead of failing at start.
 */
export const webApp = fp<{ folder: string; basePath: string }>(
  async (app: FastifyInstance, { folder, basePath }) => {
    const page = await readFile(path.join(folder, 'index.html'), 'utf8').then(
      (html) => html.replaceAll(BASE_PLACEHOLDER, basePath),
      () => undefined,
    )
    if (page === undefined) {
      app.log.warn('the page has not been built; only the API is served')
      return
    }
    await app.register(async (files) => {
      files.addHook('onRoute', (route) => {
        route.config = { ...route.config, access: 'public' }
      })
      await files.register(fastifyStatic, {
        root: folder,
        index: false,
        wildcard: false,
        globIgnore: ['index.html'], // as it was built, it does not know where it lives
        preCompressed: true,
        // Names of these files carry a hash of their content: they never change.
        setHeaders: (reply, file) => {
          if (file.includes(`${path.sep}assets${path.sep}`)) {
            reply.header('cache-control', 'public, max-age=31536000, immutable')
          }
        },
      })
    })
    app.get('/*', { ...PAGE, exposeHeadRoute: true }, (request, reply) => {
      const [pathname = ''] = request.url.split('?', 1)
      // A file that is not there any more must not come as a page: an older page would take it for its script.
      if (/^\/(?:api|assets)\//.test(pathname) || path.extname(pathname) === '.js') {
        throw new AppError('not-found', 'There is nothing at this address.')
      }
      return reply.type('text/html; charset=utf-8').send(page)
    })
  },
  { name: 'web-app' },
)
