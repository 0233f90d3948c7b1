import { EntryProblem } from '@ohif-admin/contracts'
import { useI18n } from '../../i18n/i18n.ts'
import { ApiError } from '../../lib/api-error.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'

/** Why a change of many lists could not be prepared; of a table, line by line. */
export function BulkProblem({ error }: { error: unknown }) {
  const { t } = useI18n()
  const csv = error instanceof ApiError ? error.csv : []
  const fields = error instanceof ApiError && error.code === 'assignment-invalid' ? error.fields : []
  return (
    <div className="grid gap-2">
      <ErrorNotice error={error} what={t('bulk.failed')} />
      {fields.length > 0 && (
        <ul className="grid gap-0.5 text-sm text-bad">
          {fields.map(({ path, message }) => {
            const problem = EntryProblem.safeParse(message)
            return (
              <li key={`${path} ${message}`}>
                {problem.success ? t(`entry.problem.${problem.data}`) : message}
              </li>
            )
          })}
        </ul>
      )}
      {csv.length > 0 && (
        <table className="w-full text-left text-sm">
          <caption className="pb-1 text-left text-ink-2">{t('csv.problems', { count: csv.length })}</caption>
          <thead className="text-xs text-ink-2">
            <tr>
              <th scope="col" className="w-16 font-medium">
                {t('csv.line')}
              </th>
              <th scope="col" className="font-medium">
                {t('csv.what')}
              </th>
            </tr>
          </thead>
          <tbody>
            {csv.map(({ line, code, about }, index) => (
              <tr key={`${line}-${code}-${about}-${index}`} className="border-t border-line align-top">
                <td className="pr-2">{line ?? '–'}</td>
                <td className="foreign">{t(`csv.problem.${code}`, { about: visibleText(about ?? '') })}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  )
}
