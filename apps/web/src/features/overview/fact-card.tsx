import { Badge } from '../../ui/badge.tsx'
import type { Fact } from './overview-facts.ts'

interface FactCardProps {
  title: string
  fact: Fact
  extra?: string
}

export function FactCard({ title, fact, extra = '' }: FactCardProps) {
  return (
    <section aria-label={title} className="card h-full p-4">
      <h2 className="mb-2 text-sm text-ink-2">{title}</h2>
      <Badge tone={fact.tone}>{fact.word}</Badge>
      {(fact.why || extra) && <p className="foreign mt-2 text-sm text-ink-2">{fact.why || extra}</p>}
    </section>
  )
}
