import type { ReactNode } from 'react'
import nginxLocation from '../../../../../docker/nginx-location.conf?raw'
import overrideFile from '../../../../../docker/xnat-override.yaml?raw'
import { useI18n } from '../../i18n/i18n.ts'
import { Segments } from '../../ui/segments.tsx'
import { Command } from './command.tsx'
import { CopyButton } from './copy-button.tsx'
import { FileText } from './file-text.tsx'
import { onPlainHost } from './plain-host.ts'

interface ConsoleSectionProps {
  view: { on?: string | undefined }
  onView: (change: { on: string }, options: { replace: boolean }) => void
}

const WAYS = ['docker', 'service'] as const

const IMAGE = 'docker build -f docker/Dockerfile -t ohif-admin .'
const ADDRESS = 'echo OHIF_ADMIN_PUBLIC_URL=https://xnat.example.org/ohif-admin/ >> .env'
const UP = 'docker-compose up -d\ndocker-compose restart xnat-nginx'
const BUILD = 'npx pnpm@12 build'
const RUN = `OHIF_ADMIN_XNAT_URL=http://127.0.0.1:8080 \\
OHIF_ADMIN_PORT=8081 \\
OHIF_ADMIN_PUBLIC_URL=https://xnat.example.org/ohif-admin/ \\
OHIF_ADMIN_LOG_SOURCES=xnat=/data/xnat/home/logs \\
OHIF_ADMIN_TRUSTED_PROXIES=127.0.0.1 \\
OHIF_ADMIN_DATA_DIR=/var/lib/ohif-admin \\
node --max-semi-space-size=16 --heap-growing-percent=40 apps/bff/dist/main.js`

/** How this console itself is put beside an XNAT, with the very files that the tests try. */
export function ConsoleSection({ view, onView }: ConsoleSectionProps) {
  const { t } = useI18n()
  const way = WAYS.find((one) => one === view.on) ?? 'docker'
  return (
    <section aria-labelledby="console" className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <div className="grid gap-1">
        <h2 id="console" className="text-lg font-semibold">
          {t('generator.console.title')}
        </h2>
        <p className="max-w-prose text-ink-2">{t('generator.console.intro')}</p>
      </div>
      <Segments
        label={t('generator.console.way')}
        value={way}
        options={WAYS.map((one) => ({ value: one, label: t(`generator.console.${one}`) }))}
        onChange={(on) => onView({ on }, { replace: true })}
      />
      <ol className="card divide-y divide-line">
        {way === 'docker' ? (
          <>
            <Item text={t('generator.console.image')}>
              <Command command={IMAGE} number={1} />
            </Item>
            <Item text={t('generator.console.override')}>
              <File name="docker-compose.override.yml" text={overrideFile} />
            </Item>
            <Item text={t('generator.console.address')}>
              <Command command={ADDRESS} number={3} />
            </Item>
            <Item text={t('generator.console.nginx')}>
              <File name="nginx-location.conf" text={nginxLocation} />
            </Item>
            <Item text={t('generator.console.up')}>
              <Command command={UP} number={5} />
            </Item>
          </>
        ) : (
          <>
            <Item text={t('generator.console.build')}>
              <Command command={BUILD} number={1} />
            </Item>
            <Item text={t('generator.console.run')}>
              <Command command={RUN} number={2} />
            </Item>
            <Item text={t('generator.console.nginx')}>
              <File name="nginx-location.conf" text={onPlainHost(nginxLocation, 'http://127.0.0.1:8081')} />
            </Item>
          </>
        )}
        <Item text={t('generator.console.see')} />
      </ol>
    </section>
  )
}

function Item({ text, children }: { text: string; children?: ReactNode }) {
  return (
    <li className="grid grid-cols-[minmax(0,1fr)] gap-2 p-3">
      <p>{text}</p>
      {children}
    </li>
  )
}

function File({ name, text }: { name: string; text: string }) {
  return (
    <div className="min-w-0 rounded-md border border-line">
      <div className="flex items-center justify-between gap-2 border-b border-line px-3 py-1.5">
        <span className="font-mono text-sm font-medium">{name}</span>
        <CopyButton text={text} what={name} />
      </div>
      <FileText file={{ name, text }} />
    </div>
  )
}
