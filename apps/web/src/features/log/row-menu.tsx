import type { LogRow } from '@ohif-admin/contracts'
import { useNavigate } from '@tanstack/react-router'
import { type ComponentProps, useState } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { cx } from '../../ui/cx.ts'
import { Menu, MenuItem, MenuLine } from '../../ui/menu.tsx'
import { sessionIn } from './log-view.ts'

type Record = Extract<LogRow, { form: 'record' }>

export type RowAct =
  | 'toggle'
  | 'copyLine'
  | 'copyLink'
  | 'around'
  | 'thisRun'
  | 'thisSession'
  | 'thisThread'
  | 'menu'
export type OnRowAct = (act: RowAct, row: Record) => void

interface RowMenuProps {
  row: Record
  active: boolean
  onAct: OnRowAct
}

/** What can be done with one line. The menu itself is made when somebody opens it: there are many rows. */
export function RowMenu({ row, active, onAct }: RowMenuProps) {
  const [wanted, setWanted] = useState(false)
  const open = () => {
    onAct('menu', row)
    setWanted(true)
  }
  if (!wanted)
    return <MenuButton row={row} active={active} aria-haspopup="menu" aria-expanded={false} onClick={open} />
  return (
    <Menu defaultOpen trigger={<MenuButton row={row} active={active} />}>
      <Items row={row} onAct={onAct} />
    </Menu>
  )
}

function Items({ row, onAct }: Omit<RowMenuProps, 'active'>) {
  const { t } = useI18n()
  const navigate = useNavigate()
  const session = sessionIn(row.message)
  const act = (name: RowAct) => () => onAct(name, row)
  return (
    <div className="font-sans">
      <MenuItem onSelect={act('copyLine')}>{t('explorer.row.copyLine')}</MenuItem>
      <MenuItem onSelect={act('copyLink')}>{t('explorer.row.copyLink')}</MenuItem>
      <MenuItem onSelect={act('toggle')}>{t('explorer.row.wholeLine')}</MenuItem>
      <MenuLine />
      <MenuItem onSelect={act('around')}>{t('explorer.row.around')}</MenuItem>
      <MenuItem onSelect={act('thisRun')}>{t('explorer.row.thisRun')}</MenuItem>
      {session !== null && (
        <>
          <MenuItem onSelect={act('thisSession')}>{t('explorer.row.thisSession', { id: session })}</MenuItem>
          <MenuItem onSelect={() => void navigate({ to: '/sessions', search: { q: session } })}>
            {t('explorer.row.whySession', { id: session })}
          </MenuItem>
        </>
      )}
      <MenuItem onSelect={act('thisThread')}>{t('explorer.row.thisThread')}</MenuItem>
    </div>
  )
}

function MenuButton({ row, active, ...rest }: Omit<RowMenuProps, 'onAct'> & ComponentProps<'button'>) {
  const { t } = useI18n()
  return (
    <button
      type="button"
      {...rest}
      tabIndex={active ? 0 : -1}
      aria-label={t('explorer.row.menu', { stamp: visibleText(row.at) })}
      className={cx(
        '-my-[3px] size-6 shrink-0 rounded-sm font-sans before:content-["⋯"] text-base leading-none -outline-offset-2 max-lg:absolute max-lg:top-[3px] max-lg:right-1',
        'hover:bg-surface hover:text-ink group-hover:text-ink-2 focus:text-ink-2 data-[state=open]:text-ink-2 [@media(hover:none)]:text-ink-2',
        active ? 'text-ink-2' : 'text-transparent',
      )}
    />
  )
}
