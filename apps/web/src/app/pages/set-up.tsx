import { useNavigate, useSearch } from '@tanstack/react-router'
import { lazy } from 'react'
import { UploadsProvider } from '../../features/ai-models/uploads.tsx'
import { SetUpNotForYou } from '../../features/set-up/set-up-not-for-you.tsx'
import { SetUpPage, type SetUpPart } from '../../features/set-up/set-up-page.tsx'
import { withMessages } from '../../i18n/i18n.ts'
import { DocumentTitle } from '../document-title.tsx'
import { useMe } from '../use-me.ts'

/** The sections, in the order in which they are needed. Each comes with its own code, and may bring its own texts. */
const PARTS: readonly [SetUpPart, ...SetUpPart[]] = [
  {
    value: 'steps',
    label: 'setUp.part.steps',
    Section: lazy(async () => ({
      default: (await import('../../features/set-up/steps-section.tsx')).StepsSection,
    })),
  },
  {
    value: 'plugin',
    label: 'setUp.part.plugin',
    Section: lazy(async () => ({
      default: (await import('../../features/set-up/plugin-section.tsx')).PluginSection,
    })),
  },
  {
    value: 'ai-server',
    label: 'setUp.part.ai-server',
    Section: lazy(async () => ({
      default: (
        await withMessages(
          import('../../features/generator/generator-section.tsx'),
          'generator',
          'assignments',
        )
      ).GeneratorSection,
    })),
  },
  {
    value: 'prove',
    label: 'setUp.part.prove',
    Section: lazy(async () => ({
      default: (await withMessages(import('./set-up-prove.tsx'), 'servers', 'assignments')).ProvePart,
    })),
  },
  {
    value: 'support',
    label: 'setUp.part.support',
    Section: lazy(async () => ({
      default: (await import('../../features/set-up/support-section.tsx')).SupportSection,
    })),
  },
  {
    value: 'console',
    label: 'setUp.part.console',
    Section: lazy(async () => ({
      default: (await withMessages(import('../../features/generator/console-section.tsx'), 'generator'))
        .ConsoleSection,
    })),
  },
]

export function SetUpRoute() {
  const admin = useMe().role === 'admin'
  const view = useSearch({ from: '/frame/set-up' })
  const navigate = useNavigate({ from: '/set-up' })
  return (
    // What is on its way to a server outlives the section it was begun in.
    <UploadsProvider>
      <DocumentTitle page="setUp.title" />
      {admin ? (
        <SetUpPage
          parts={PARTS}
          view={view}
          onView={(change, { replace }) =>
            void navigate({ search: (now) => ({ ...now, ...change }), replace, resetScroll: false })
          }
        />
      ) : (
        <SetUpNotForYou />
      )}
    </UploadsProvider>
  )
}
