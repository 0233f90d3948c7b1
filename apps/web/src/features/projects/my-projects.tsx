import { Link } from '@tanstack/react-router'
import { useI18n } from '../../i18n/i18n.ts'
import { ForeignText } from '../../ui/foreign-text.tsx'

interface MyProjectsProps {
  projects: readonly { id: string; title: string }[]
}

/** The way of an owner to the pages of own projects. */
export function MyProjects({ projects }: MyProjectsProps) {
  const { t } = useI18n()
  if (projects.length === 0) return null
  return (
    <section aria-labelledby="my-projects" className="card">
      <h2 id="my-projects" className="border-b border-line px-4 py-2 font-semibold">
        {t('overview.myProjects')}
      </h2>
      <ul className="max-h-80 overflow-auto">
        {projects.map(({ id, title }) => (
          <li key={id} className="border-b border-line last:border-b-0">
            <Link
              to="/projects/$projectId"
              params={{ projectId: id }}
              data-list-item
              className="flex min-h-9 items-center gap-3 px-4 -outline-offset-2 hover:bg-hover"
            >
              <ForeignText className="link min-w-0 flex-1 truncate">{title}</ForeignText>
              <code className="font-mono text-xs text-ink-2">{id}</code>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}
