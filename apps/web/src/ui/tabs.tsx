import { Tabs as Primitive } from 'radix-ui'
import type { ReactNode } from 'react'
import { cx } from './cx.ts'

interface TabsProps<Value extends string> {
  label: string
  tabs: readonly { value: Value; label: string; count: number | null }[]
  value: Value
  onChange: (value: Value) => void
  children: ReactNode
  className?: string
}

/** Tabs whose choice belongs to the caller, who keeps it in the address. */
export function Tabs<Value extends string>({
  label,
  tabs,
  value,
  onChange,
  children,
  className,
}: TabsProps<Value>) {
  return (
    <Primitive.Root
      value={value}
      onValueChange={(chosen) => onChange(chosen as Value)}
      className={className}
      activationMode="manual"
    >
      <Primitive.List aria-label={label} className="flex shrink-0 overflow-x-auto border-b border-line px-1">
        {tabs.map((tab) => (
          <Primitive.Trigger
            key={tab.value}
            value={tab.value}
            className="-mb-px flex h-10 items-center gap-1.5 border-b-2 border-transparent px-3 font-medium whitespace-nowrap text-ink-2 -outline-offset-2 hover:text-ink data-[state=active]:border-accent data-[state=active]:text-ink"
          >
            {tab.label}
            {tab.count !== null && (
              <span className="rounded-sm bg-bad-soft px-1.5 text-xs font-semibold text-bad">
                {tab.count}
              </span>
            )}
          </Primitive.Trigger>
        ))}
      </Primitive.List>
      {children}
    </Primitive.Root>
  )
}

interface TabPanelProps {
  value: string
  /** The panel scrolls as a whole; without, a part of it does. */
  scrolls?: boolean
  children: ReactNode
}

export function TabPanel({ value, scrolls = false, children }: TabPanelProps) {
  return (
    <Primitive.Content
      value={value}
      className={cx('flex min-h-0 flex-1 flex-col -outline-offset-2', scrolls && 'overflow-auto')}
    >
      {children}
    </Primitive.Content>
  )
}
