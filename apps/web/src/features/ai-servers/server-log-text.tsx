import type { ServerLog, ServerLogCause, ServerLogLine } from '@ohif-admin/contracts'
import { foldText } from '@ohif-admin/contracts'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef, useState } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { ToneIcon } from '../../ui/badge.tsx'
import { cx } from '../../ui/cx.ts'
import { Empty } from '../../ui/empty.tsx'
import { Notice } from '../../ui/notice.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { SERVER_TONE } from '../../ui/server-tone.ts'
import { reasonSentence } from './server-words.ts'

const ROW_PX = 20
/** A card this full has no room for the next run. */
const FULL = 0.95

/** A server's log as text, what is known of it first. */
export function ServerLogText({ log }: { log: ServerLog }) {
  const { t } = useI18n()
  const [search, setSearch] = useState('')
  const { lines, state, reason, source, wasCut, wasPage } = log
  if (state !== 'ok') {
    const sentence = state === 'ok-empty' ? t('servers.log.empty') : t(`servers.log.none.${source}`)
    return (
      <Notice tone={state === 'ok-empty' ? 'neutral' : SERVER_TONE[state]} title={sentence}>
        {state !== 'ok-empty' && reasonSentence(state, reason, t)}
      </Notice>
    )
  }
  const shown = lines.filter(({ text }) => foldText(text).includes(foldText(search)))
  return (
    <>
      <Causes lines={lines} />
      <Gpus gpus={log.gpus} />
      <div className="flex flex-wrap items-center gap-2">
        <SearchField label={t('servers.log.search')} value={search} onChange={setSearch} />
        <span role="status" className="ml-auto text-sm text-ink-2">
          {t('servers.log.count', { count: shown.length, total: lines.length })}
        </span>
      </div>
      {(wasCut || wasPage) && (
        <p className="text-sm text-ink-2">
          {[wasCut ? t('servers.log.cut') : '', wasPage ? t('servers.log.page') : ''].join(' ').trim()}
        </p>
      )}
      {shown.length === 0 ? <Empty title={t('servers.log.noMatch')} /> : <Lines lines={shown} />}
    </>
  )
}

/** What the log is known to say, each once, newest line last in the count. */
function Causes({ lines }: { lines: readonly ServerLogLine[] }) {
  const { t } = useI18n()
  const counts = new Map<ServerLogCause, number>()
  for (const { cause } of lines) if (cause) counts.set(cause, (counts.get(cause) ?? 0) + 1)
  return [...counts].map(([cause, count]) => (
    <Notice
      key={cause}
      tone="attention"
      title={`${t(`servers.log.cause.${cause}`)} · ${t('servers.log.inLines', { count })}`}
    >
      {t(`servers.log.causeMeans.${cause}`)}
    </Notice>
  ))
}

function Gpus({ gpus }: Pick<ServerLog, 'gpus'>) {
  const { t } = useI18n()
  return gpus.map(({ usedMiB, totalMiB }, index) => (
    <Notice
      key={`${index} ${totalMiB}`}
      tone={usedMiB / totalMiB >= FULL ? 'attention' : 'neutral'}
      title={t('servers.log.gpuUse', { number: index, used: usedMiB, total: totalMiB })}
    >
      {usedMiB / totalMiB >= FULL && t('servers.log.gpuFull')}
    </Notice>
  ))
}

function Lines({ lines }: { lines: readonly ServerLogLine[] }) {
  const { t } = useI18n()
  const box = useRef<HTMLElement>(null)
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_PX,
    overscan: 20,
    // What happened last is at the end.
    initialOffset: lines.length * ROW_PX,
  })
  return (
    <section
      ref={box}
      aria-label={t('servers.log.title')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard
      tabIndex={0}
      className="foreign max-h-[60dvh] min-h-40 overflow-auto rounded-md border border-line bg-sunken font-mono text-xs"
    >
      <div className="relative w-max min-w-full" style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, start }) => (
          <Line key={index} line={lines[index]} start={start} />
        ))}
      </div>
    </section>
  )
}

function Line({ line, start }: { line: ServerLogLine | undefined; start: number }) {
  const { t } = useI18n()
  if (!line) return null
  const { cause, text } = line
  return (
    <div
      title={cause ? t(`servers.log.cause.${cause}`) : undefined}
      style={{ transform: `translateY(${start}px)`, height: ROW_PX }}
      className={cx(
        'absolute top-0 left-0 flex min-w-full items-center gap-1 px-2 whitespace-pre',
        cause && 'bg-attention-soft font-semibold',
      )}
    >
      {cause && (
        <>
          <ToneIcon tone="attention" className="size-3 text-attention" />
          <span className="sr-only">{t(`servers.log.cause.${cause}`)}: </span>
        </>
      )}
      <span>{visibleText(text)}</span>
    </div>
  )
}
