import { X } from 'lucide-react'
import { type ReactNode, useEffect, useId, useRef } from 'react'
import { useI18n } from '../i18n/i18n.ts'
import { cx } from './cx.ts'

interface DialogProps {
  open: boolean
  onClose: () => void
  title: ReactNode
  children: ReactNode
  /** `sheet` comes from below on small screens; `top` hangs high, for search; `side` stands at the right edge. */
  place?: 'center' | 'sheet' | 'top' | 'side' | 'wide'
  /** The title is read out but not shown. */
  hideTitle?: boolean
  /** Cannot be closed now: what it has begun is still going on. */
  locked?: boolean
}

const PLACE = {
  center: 'm-auto w-[min(32rem,calc(100vw-2rem))]',
  wide: 'm-auto w-[min(56rem,calc(100vw-2rem))]',
  sheet: 'mx-0 mt-auto mb-0 w-full max-w-none rounded-b-none',
  side: 'my-0 mr-0 ml-auto h-dvh max-h-dvh w-[min(44rem,100vw)] max-w-none rounded-none border-y-0 border-r-0',
  top: 'mx-auto mt-[12vh] mb-auto w-[min(36rem,calc(100vw-2rem))]',
}

/**
 * The browser's own modal dialog: it keeps focus inside, makes the rest inert and closes on Escape without adding
 * style elements, which the page's policy forbids.
 */
export function Dialog({
  open,
  onClose,
  title,
  children,
  place = 'center',
  hideTitle = false,
  locked = false,
}: DialogProps) {
  const { t } = useI18n()
  const element = useRef<HTMLDialogElement>(null)
  const titleId = useId()

  useEffect(() => {
    if (open && !element.current?.open) element.current?.showModal()
    if (!open && element.current?.open) element.current.close()
  }, [open])

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the click is on the backdrop; the keyboard has Escape
    <dialog
      ref={element}
      aria-labelledby={titleId}
      onCancel={(event) => locked && event.preventDefault()}
      // A second Escape closes it whatever the page says; then it comes back.
      onClose={() => (locked ? element.current?.showModal() : onClose())}
      onClick={(event) => event.target === event.currentTarget && !locked && onClose()}
      className={cx(
        'card overflow-auto p-0 text-ink backdrop:bg-(--backdrop)',
        place !== 'side' && 'max-h-[calc(100dvh-2rem)]',
        PLACE[place],
      )}
    >
      {open && (
        <>
          <div
            className={cx(
              hideTitle ? 'sr-only' : 'flex items-center gap-2 border-b border-line py-2 pr-2 pl-4',
            )}
          >
            <h2 id={titleId} className="min-w-0 flex-1 text-base font-semibold">
              {title}
            </h2>
            {!hideTitle && (
              <button
                type="button"
                onClick={onClose}
                disabled={locked}
                aria-label={t('common.close')}
                className="grid size-8 place-items-center rounded-md hover:bg-hover disabled:opacity-55"
              >
                <X aria-hidden="true" className="size-4" />
              </button>
            )}
          </div>
          {children}
        </>
      )}
    </dialog>
  )
}
