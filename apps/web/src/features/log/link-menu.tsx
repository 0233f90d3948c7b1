import type { ReactNode } from 'react'
import { Button } from '../../ui/button.tsx'
import { Menu, MenuItem } from '../../ui/menu.tsx'

/** A choice of files to save. */
export function LinkMenu({
  links,
  children,
}: {
  links: readonly { href: string; text: string }[]
  children: ReactNode
}) {
  return (
    <Menu trigger={<Button size="sm">{children}</Button>}>
      {links.map(({ href, text }) => (
        <MenuItem key={href} onSelect={() => save(href)}>
          {text}
        </MenuItem>
      ))}
    </Menu>
  )
}

/** A menu item is no link, so the link is made for the moment. */
function save(href: string) {
  const link = document.createElement('a')
  link.href = href
  link.download = ''
  link.click()
}
