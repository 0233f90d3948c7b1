import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { buttonClass } from '../../ui/button.tsx'
import { Commands } from './commands.tsx'
import { type Host, PLACES } from './host.ts'
import { OutdatedMetadata } from './outdated-metadata.tsx'
import { RestartWait } from './restart-wait.tsx'

interface InstallGuideProps {
  /** Some version of it is there already: it is an upgrade. */
  installed: boolean
  host: Host
}

/** A version is asked for in the one place where it stands in a command. */
const JAR = 'ohif-viewer-X.Y.Z.jar'

/** Installing or upgrading the plugin, step by step; what ends it is XNAT's own word. */
export function InstallGuide({ installed, host }: InstallGuideProps) {
  const { t } = useI18n()
  const { plugins, sudo } = PLACES[host]
  return (
    <section aria-labelledby="set-up-guide" className="card">
      <h2 id="set-up-guide" className="border-b border-line px-4 py-2.5 font-medium">
        {t(installed ? 'setUp.guide.upgrade' : 'setUp.guide.install')}
      </h2>
      <ol className="divide-y divide-line">
        <Step number={1} title={t('setUp.guide.choose.title')}>
          <p>{t('setUp.guide.choose.hint')}</p>
          <ul className="list-disc pl-5">
            <li>{t('setUp.guide.choose.new')}</li>
            <li>{t('setUp.guide.choose.middle')}</li>
            <li>{t('setUp.guide.choose.old')}</li>
          </ul>
        </Step>
        <Step number={2} title={t('setUp.guide.zip.title')}>
          <p>{t('setUp.guide.zip.hint')}</p>
          <Commands lines={[`unzip -tq ${JAR}`]} label={t('setUp.guide.zip.title')} />
        </Step>
        {installed && (
          <Step number={3} title={t('setUp.guide.remove.title')}>
            <p>{t('setUp.guide.remove.hint')}</p>
            <Commands
              lines={[
                `${sudo}mkdir -p ${plugins}-removed`,
                `${sudo}mv ${plugins}/ohif-viewer-*.jar ${plugins}-removed/`,
                `${sudo}mv ${plugins}/xnat-roi-*.jar ${plugins}-removed/`,
              ]}
              label={t('setUp.guide.remove.title')}
            />
          </Step>
        )}
        <Step number={installed ? 4 : 3} title={t('setUp.guide.copy.title')}>
          <p>{t(`setUp.guide.copy.${host}`)}</p>
          <Commands
            lines={[
              `${sudo}cp ${JAR} ${plugins}/`,
              `sudo chown --reference=${plugins} ${plugins}/${JAR}`,
              `sudo chmod 644 ${plugins}/${JAR}`,
            ]}
            label={t('setUp.guide.copy.title')}
          />
        </Step>
        <Step number={installed ? 5 : 4} title={t('setUp.guide.restart.title')}>
          <p>{t('setUp.guide.restart.hint')}</p>
          <Commands lines={[PLACES[host].restart]} label={t('setUp.guide.restart.title')} />
          <RestartWait />
        </Step>
        <Step number={installed ? 6 : 5} title={t('setUp.guide.metadata.title')}>
          <p>{t('setUp.guide.metadata.hint')}</p>
          <OutdatedMetadata>
            <p>
              <Link to="/coverage" className={buttonClass()}>
                {t('setUp.guide.metadata.go')}
              </Link>
            </p>
          </OutdatedMetadata>
        </Step>
      </ol>
    </section>
  )
}

function Step({ number, title, children }: { number: number; title: string; children: ReactNode }) {
  return (
    <li className="grid grid-cols-[1.5rem_minmax(0,1fr)] gap-x-2 px-4 py-3">
      <span aria-hidden="true" className="font-medium text-ink-2 tabular-nums">
        {number}
      </span>
      <div className="grid min-w-0 grid-cols-1 gap-2">
        <h3 className="font-medium">{title}</h3>
        <div className="grid max-w-3xl grid-cols-1 gap-2 text-sm">{children}</div>
      </div>
    </li>
  )
}
