import type { Warning } from '@ohif-admin/ai-server-files'
import { CheckedList, type EntryWarning } from '@ohif-admin/contracts'
import { useQuery } from '@tanstack/react-query'
import { useI18n } from '../../i18n/i18n.ts'
import { useApi } from '../../lib/api-context.tsx'
import { useRested } from '../../lib/use-rested.ts'
import { ToneIcon } from '../../ui/badge.tsx'
import { TONE_TEXT, type Tone } from '../../ui/tone.ts'

const REST_MS = 250
const same = (one: string | null, other: string | null) => one === other

/** With these the viewer cannot use the server, at least not from everywhere. */
const GRAVE: readonly (Warning | EntryWarning)[] = [
  'sign-in',
  'port-clash',
  'no-models',
  'mixed-content',
  'loopback',
  'unspecified-address',
  'link-local-address',
]
const NEUTRAL: readonly (Warning | EntryWarning)[] = ['end-of-life', 'slower-without-triton', 'proxy-needed']

const toneOf = (warning: Warning | EntryWarning): Tone => {
  if (GRAVE.includes(warning)) return 'bad'
  return NEUTRAL.includes(warning) ? 'neutral' : 'attention'
}

interface WarningsListProps {
  /** The address that browsers would call; null while it is not right. */
  address: string | null
  warnings: readonly Warning[]
}

/** What will not work, or not for everybody, said while there is still a choice. */
export function WarningsList({ address, warnings }: WarningsListProps) {
  const { t } = useI18n()
  const api = useApi()
  const rested = useRested(address, REST_MS, same)
  const check = useQuery({
    queryKey: ['generator', 'check', rested],
    queryFn: async ({ signal }) => {
      const query = { list: JSON.stringify([rested]) }
      return (await api.read(CheckedList, 'assignments/check', { query, signal })).entries[0]?.warnings ?? []
    },
    enabled: rested !== null,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const ofAddress = rested === address && rested !== null ? (check.data ?? []) : []
  const notes: { tone: Tone; text: string }[] = [
    ...ofAddress.map((warning) => ({ tone: toneOf(warning), text: t(`entry.warning.${warning}`) })),
    ...warnings.map((warning) => ({ tone: toneOf(warning), text: t(`generator.warning.${warning}`) })),
  ]
  if (check.isError) notes.unshift({ tone: 'unknown', text: t('generator.addressNotChecked') })
  const order: readonly Tone[] = ['bad', 'unknown', 'attention', 'neutral']
  return (
    <section aria-label={t('generator.warnings')} role="status">
      <ul className="grid gap-1.5">
        {notes
          .toSorted((one, other) => order.indexOf(one.tone) - order.indexOf(other.tone))
          .map(({ tone, text }) => (
            <li key={text} className="flex items-start gap-2 text-sm">
              <ToneIcon tone={tone} className={`mt-0.5 size-4 shrink-0 ${TONE_TEXT[tone]}`} />
              <span className="min-w-0 break-words">{text}</span>
            </li>
          ))}
      </ul>
    </section>
  )
}
