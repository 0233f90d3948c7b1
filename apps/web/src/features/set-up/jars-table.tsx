import type { PluginJar, PluginsFolder } from '@ohif-admin/contracts'
import { useI18n } from '../../i18n/i18n.ts'
import { byteSize } from '../../lib/bytes.ts'
import { Badge } from '../../ui/badge.tsx'
import { ForeignText } from '../../ui/foreign-text.tsx'
import { Instant } from '../../ui/instant.tsx'
import type { Tone } from '../../ui/tone.ts'

const STATE_TONE: Record<PluginJar['state'], Tone> = {
  examined: 'good',
  'not-a-zip': 'bad',
  'not-examined': 'unknown',
}

/** Every jar of the plugins folder, with what was found in it. */
export function JarsTable({ folder }: { folder: PluginsFolder }) {
  const { t, locale } = useI18n()
  if (folder.state !== 'read') return null
  return (
    <div className="card">
      <h2 id="set-up-jars" className="flex flex-wrap items-center gap-2 px-4 py-2.5 font-medium">
        {t('setUp.jars.title')}
        <span className="text-sm font-normal text-ink-2">
          {t('setUp.jars.count', { count: folder.jars.length })}
        </span>
      </h2>
      {folder.jars.length > 0 && (
        <section
          aria-labelledby="set-up-jars"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls sideways on a narrow screen, also by keyboard
          tabIndex={0}
          className="overflow-x-auto border-t border-line"
        >
          <table className="w-full text-left text-sm">
            <thead className="text-ink-2">
              <tr>
                {(['file', 'state', 'version', 'etherj', 'size', 'changed', 'owner'] as const).map((name) => (
                  <th key={name} scope="col" className="px-4 py-2 font-medium whitespace-nowrap">
                    {t(`setUp.jars.${name}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody className="divide-y divide-line border-t border-line">
              {folder.jars.map((jar) => (
                <tr key={jar.file}>
                  <td className="max-w-80 min-w-56 px-4 py-2 font-mono break-all">
                    <ForeignText>{jar.file}</ForeignText>
                  </td>
                  <td className="px-4 py-2">
                    <Badge tone={STATE_TONE[jar.state]} plain>
                      {stateText(jar)}
                    </Badge>
                  </td>
                  <td className="px-4 py-2">
                    <ForeignText>{jar.version ?? '–'}</ForeignText>
                  </td>
                  <td className="px-4 py-2">
                    {jar.etherj ? (
                      <ForeignText>{jar.etherj.version ?? t('common.notKnown')}</ForeignText>
                    ) : (
                      '–'
                    )}
                  </td>
                  <td className="px-4 py-2 text-right whitespace-nowrap tabular-nums">
                    {jar.sizeBytes === null ? '–' : byteSize(jar.sizeBytes, locale)}
                  </td>
                  <td className="px-4 py-2">
                    {jar.changedAt ? <Instant at={jar.changedAt} as="clock" /> : '–'}
                  </td>
                  <td className="px-4 py-2 whitespace-nowrap tabular-nums">
                    {jar.owner ? `${jar.owner.uid}:${jar.owner.gid} ${jar.owner.mode.toString(8)}` : '–'}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </div>
  )

  function stateText({ state, obstacle, looksLike, isViewer, isRoiPlugin, pluginIds }: PluginJar): string {
    if (obstacle) return t(`setUp.obstacle.${obstacle}`)
    if (looksLike) return t(`setUp.looksLike.${looksLike}`)
    if (isViewer) return t('setUp.jars.viewer')
    if (isRoiPlugin) return t('setUp.jars.roi')
    return t(state === 'examined' && pluginIds.length > 0 ? 'setUp.jars.plugin' : 'setUp.jars.noPlugin')
  }
}
