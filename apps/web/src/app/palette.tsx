import { foldText } from '@ohif-admin/contracts'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Command } from 'cmdk'
import { FolderOpen, Images } from 'lucide-react'
import { useState } from 'react'
import { projectQueries } from '../features/regeneration/projects.queries.ts'
import { searchProjects } from '../features/regeneration/search-projects.ts'
import { useI18n } from '../i18n/i18n.ts'
import { useApi } from '../lib/api-context.tsx'
import { visibleText } from '../lib/visible-text.ts'
import { usePages } from './pages.ts'
import { usePaletteActions } from './palette-actions.tsx'
import { Group, Item } from './palette-item.tsx'

/** More matches than this are not read; a longer query finds better. */
const PROJECTS_SHOWN = 20

/** XNAT is not searched for less. */
const SHORTEST_NAME = 3

/** Everything that can be reached or done, by a few letters of its name. */
export function Palette({ onDone }: { onDone: () => void }) {
  const { t } = useI18n()
  const [query, setQuery] = useState('')
  return (
    <Command label={t('palette.title')} shouldFilter={false} loop>
      <Command.Input
        autoFocus
        value={query}
        onValueChange={setQuery}
        placeholder={t('palette.placeholder')}
        className="h-12 w-full border-b border-line bg-transparent px-4 text-base -outline-offset-2"
      />
      <Command.List className="max-h-[50dvh] overflow-auto p-2">
        <Command.Empty className="px-2 py-8 text-center text-ink-2">{t('palette.none')}</Command.Empty>
        <PageItems query={query} onDone={onDone} />
        <ProjectItems query={query} onDone={onDone} />
        <SessionItem query={query} onDone={onDone} />
        <ActionItems query={query} onDone={onDone} />
      </Command.List>
    </Command>
  )
}

interface ItemsProps {
  query: string
  onDone: () => void
}

const matches = (text: string, query: string) => foldText(text).includes(foldText(query).trim())

function PageItems({ query, onDone }: ItemsProps) {
  const { t } = useI18n()
  const navigate = useNavigate()
  const pages = usePages().filter(({ name }) => matches(t(`pages.${name}`), query))
  const go = (to: (typeof pages)[number]['to']) => {
    onDone()
    void navigate({ to })
  }
  return (
    <Group heading={t('palette.pages')}>
      {pages.map(({ to, name, icon: Icon }) => (
        <Item key={to} id={to} icon={<Icon aria-hidden="true" className="size-4" />} onSelect={() => go(to)}>
          {t(`pages.${name}`)}
        </Item>
      ))}
    </Group>
  )
}

function ProjectItems({ query, onDone }: ItemsProps) {
  const { t } = useI18n()
  const navigate = useNavigate()
  const projects = useQuery(projectQueries.all(useApi())).data?.projects ?? []
  const open = (project: string) => {
    onDone()
    void navigate({ to: '/projects/$projectId', params: { projectId: project } })
  }
  return (
    <Group heading={t('palette.projects')}>
      {searchProjects(projects, query)
        .slice(0, PROJECTS_SHOWN)
        .map(({ id, title }) => (
          <Item
            key={id}
            id={`project-${id}`}
            icon={<FolderOpen aria-hidden="true" className="size-4" />}
            onSelect={() => open(id)}
          >
            <span className="foreign min-w-0 flex-1 truncate">{visibleText(title)}</span>
            <code className="font-mono text-xs text-ink-2">{id}</code>
          </Item>
        ))}
    </Group>
  )
}

/** Every letter would be a search over all of XNAT: it is asked once, when this is chosen. */
function SessionItem({ query, onDone }: ItemsProps) {
  const { t } = useI18n()
  const navigate = useNavigate()
  const name = query.trim()
  const find = () => {
    onDone()
    void navigate({ to: '/sessions', search: { q: name } })
  }
  return (
    <Group heading={t('palette.sessions')}>
      {name.length < SHORTEST_NAME
        ? []
        : [
            <Item
              key="session"
              id={`session-${name}`}
              icon={<Images aria-hidden="true" className="size-4" />}
              onSelect={find}
            >
              <span className="foreign min-w-0 flex-1 truncate">
                {t('palette.session', { name: visibleText(name) })}
              </span>
            </Item>,
          ]}
    </Group>
  )
}

function ActionItems({ query, onDone }: ItemsProps) {
  const { t } = useI18n()
  const actions = usePaletteActions().filter(({ text }) => matches(text, query))
  return (
    <Group heading={t('palette.actions')}>
      {actions.map(({ id, icon, text, run }) => (
        <Item
          key={id}
          id={id}
          icon={icon}
          onSelect={() => {
            onDone()
            run()
          }}
        >
          {text}
        </Item>
      ))}
    </Group>
  )
}
