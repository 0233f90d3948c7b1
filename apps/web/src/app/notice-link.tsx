import { useRouter } from '@tanstack/react-router'
import type { ReactNode } from 'react'

/** A link to a page that the server named, below the console's own address; it opens without loading the console anew. */
export function NoticeLink({ page, children }: { page: string; children: ReactNode }) {
  const router = useRouter()
  return (
    <a
      href={`${router.basepath.replace(/\/$/, '')}/${page}`}
      className="link"
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return
        event.preventDefault()
        router.history.push(event.currentTarget.getAttribute('href') ?? '/')
      }}
    >
      {children}
    </a>
  )
}
