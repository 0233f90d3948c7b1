import { NoticeLanguage } from '@ohif-admin/contracts'
import type { FastifyRequest } from 'fastify'
import type { Origin } from '../../lib/actor.ts'
import { originOf } from '../../plugins/authentication.ts'

/** How somebody asks. */
export interface AskedBy {
  /** In which the person uses the console, where that was said. */
  language: NoticeLanguage | undefined
  origin: Origin
}

/** The console's pages send just a name; what browsers send of their own accord says nothing of the console. */
export const languageOf = ({ headers }: FastifyRequest) =>
  NoticeLanguage.safeParse(headers['accept-language']).data

export const askedBy = (request: FastifyRequest): AskedBy => ({
  language: languageOf(request),
  origin: originOf(request),
})
