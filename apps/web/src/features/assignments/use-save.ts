import {
  type Assignment,
  type SaveAssignment,
  type SaveCheck,
  type SavedAssignment,
  SITE_PLACE,
  seenOf,
} from '@ohif-admin/contracts'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useApi } from '../../lib/api-context.tsx'
import { ApiError } from '../../lib/api-error.ts'
import { applyAssignment, assignmentChanges, assignmentQueries } from './assignments.queries.ts'

interface Wanted {
  base: Assignment
  list: readonly string[]
  reason: string
  through: NonNullable<SaveAssignment['through']>
}

/** Saves a list; a server that is to be used anew is looked at first. `against` is what speaks against it. */
export function useSave({ base, list, reason, through }: Wanted, onSaved: (saved: SavedAssignment) => void) {
  const api = useApi()
  const client = useQueryClient()
  // What was found at another server says nothing of the one that stands first now.
  const [found, setFound] = useState<{ check: SaveCheck; used: string | undefined } | null>(null)
  const against = found !== null && found.used === list[0] ? found.check : null
  const save = useMutation({
    mutationFn: () =>
      assignmentChanges.save(api, base.place, {
        list: [...list],
        seen: seenOf(base),
        reason,
        through,
        checkFirst: true,
        despite: against && (against.checkId ?? 'no-result'),
      }),
    onError: (error) => {
      if (error instanceof ApiError && error.check) setFound({ check: error.check, used: list[0] })
    },
    onSuccess: (saved) => {
      applyAssignment(client, saved.assignment)
      // The site's list decides what every project without one of its own gets.
      if (base.place === SITE_PLACE)
        void client.invalidateQueries({ queryKey: assignmentQueries.listing(api).queryKey })
      void client.invalidateQueries({ queryKey: assignmentQueries.history(api, base.place).queryKey })
      onSaved(saved)
    },
  })
  return { save, against }
}

/** Whether it is told by what was found at the server, rather than by a sentence of its own. */
export const isAboutServer = (error: unknown) => error instanceof ApiError && error.check !== undefined
