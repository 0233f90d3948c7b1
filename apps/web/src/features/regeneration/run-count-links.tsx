import { isOpen, type Run, type RunSessionsQuery, VERDICTS } from '@ohif-admin/contracts'
import { useI18n } from '../../i18n/i18n.ts'
import { ToneIcon } from '../../ui/badge.tsx'
import { cx } from '../../ui/cx.ts'
import { TONE_TEXT } from '../../ui/tone.ts'
import { countOf, VERDICT_TONE } from './verdicts.ts'

/** Verdicts that are always counted, so that nothing jumps when the first one comes; the bad ones come when they must. */
const ALWAYS_OPEN = new Set(['stored', 'failed', 'in-work', 'waiting'])
const ALWAYS_ENDED = new Set(['stored', 'failed'])

interface RunCountLinksProps {
  run: Run
  onShow: (show: RunSessionsQuery['show']) => void
}

/** The counts by verdict; each one shows its sessions. */
export function RunCountLinks({ run: { counts, state }, onShow }: RunCountLinksProps) {
  const { t, locale } = useI18n()
  const always = isOpen(state) ? ALWAYS_OPEN : ALWAYS_ENDED
  const number = new Intl.NumberFormat(locale)
  return (
    <ul className="-mx-1.5 flex flex-wrap gap-x-2 gap-y-1">
      {VERDICTS.filter((verdict) => always.has(verdict) || countOf(counts, verdict) > 0).map((verdict) => {
        const count = countOf(counts, verdict)
        const tone = count === 0 ? 'neutral' : VERDICT_TONE[verdict]
        return (
          <li key={verdict}>
            <button
              type="button"
              onClick={() => onShow(verdict)}
              className={cx(
                'inline-flex h-7 items-center gap-1.5 rounded-md px-1.5 text-sm hover:bg-hover',
                TONE_TEXT[tone],
              )}
            >
              <ToneIcon tone={tone} />
              {t(`verdict.${verdict}`)}
              <span className="font-semibold">{number.format(count)}</span>
            </button>
          </li>
        )
      })}
    </ul>
  )
}
