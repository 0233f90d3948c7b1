import type { Assignment, SeenList } from '@ohif-admin/contracts'
import { useQueryClient } from '@tanstack/react-query'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { ApiError } from '../../lib/api-error.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Notice } from '../../ui/notice.tsx'
import { assignmentQueries } from './assignments.queries.ts'
import { Side } from './list-diff.tsx'

interface SaveProblemProps {
  error: unknown
  base: Assignment
  list: readonly string[]
  onBase: (base: Assignment, list?: string[]) => void
}

/** Why a list was not saved, and how to go on. */
export function SaveProblem({ error, base, list, onBase }: SaveProblemProps) {
  const { t } = useI18n()
  if (!(error instanceof ApiError)) return <ErrorNotice error={error} what={t('save.failed')} />
  if (error.moved) return <Moved error={error} moved={error.moved} base={base} list={list} onBase={onBase} />
  const unsure = error.code === 'assignment-unknown' || error.status === 0
  return (
    <>
      {unsure ? (
        <Notice tone="unknown" role="alert" title={t('save.unknown')}>
          {t(error.status === 0 ? 'save.noAnswer' : 'error.assignment-unknown')}
        </Notice>
      ) : (
        <ErrorNotice error={error} what={t('save.failed')} />
      )}
      {error.said && <p className="text-sm">{t('list.said', { said: visibleText(error.said) })}</p>}
    </>
  )
}

interface MovedProps extends SaveProblemProps {
  error: ApiError
  moved: NonNullable<ApiError['moved']>
}

/** The three sides of a conflict. Going on means having seen what the others did. */
function Moved({ moved, base, list, onBase }: MovedProps) {
  const { t } = useI18n()
  const api = useApi()
  const client = useQueryClient()
  const who = moved.by === null ? t('moved.somebody') : visibleText(moved.by)
  const readAgain = () => client.fetchQuery(assignmentQueries.one(api, base.place))
  return (
    <Notice tone="attention" role="alert" title={t('moved.title', { who })}>
      <p>{t('moved.hint')}</p>
      <div className="mt-2 grid gap-3 sm:grid-cols-3">
        <Side
          title={t('moved.base')}
          list={textsOf(moved.base)}
          other={textsOf(moved.base)}
          mark=""
          tone=""
        />
        <Side
          title={t('moved.theirs')}
          list={textsOf(moved.theirs)}
          other={textsOf(moved.base)}
          mark="+"
          tone="bg-surface"
        />
        <Side title={t('moved.mine')} list={list} other={textsOf(moved.base)} mark="+" tone="bg-surface" />
      </div>
      <div className="mt-3 flex flex-wrap gap-2">
        <Button size="sm" onClick={() => void readAgain().then((theirs) => onBase(theirs))}>
          {t('moved.takeTheirs')}
        </Button>
        <Button size="sm" onClick={() => void readAgain().then((theirs) => onBase(theirs, [...list]))}>
          {t('moved.keepMine')}
        </Button>
      </div>
    </Notice>
  )
}

const textsOf = (list: SeenList) => (Array.isArray(list) ? list : [])
