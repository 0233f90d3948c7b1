import { Command } from 'cmdk'
import type { ReactNode } from 'react'

const GROUP =
  '**:[[cmdk-group-heading]]:px-2 **:[[cmdk-group-heading]]:pt-2 **:[[cmdk-group-heading]]:pb-1 **:[[cmdk-group-heading]]:text-xs **:[[cmdk-group-heading]]:text-ink-2'

/** Items of a kind; nothing at all when there are none. */
export function Group({ heading, children }: { heading: string; children: ReactNode[] }) {
  if (children.length === 0) return null
  return (
    <Command.Group heading={heading} className={GROUP}>
      {children}
    </Command.Group>
  )
}

interface ItemProps {
  id: string
  icon: ReactNode
  onSelect: () => void
  children: ReactNode
}

export function Item({ id, icon, onSelect, children }: ItemProps) {
  return (
    <Command.Item
      value={id}
      onSelect={onSelect}
      className="flex min-h-9 cursor-pointer items-center gap-2.5 rounded-sm px-2 data-[selected=true]:bg-accent-soft"
    >
      {icon}
      {children}
    </Command.Item>
  )
}
