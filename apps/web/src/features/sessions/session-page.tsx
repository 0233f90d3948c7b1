import type { ProjectId, RunData, RunId, SessionFacts } from '@ohif-admin/contracts'
import { Link } from '@tanstack/react-router'
import { ExternalLink } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { usePreference } from '../../lib/preferences.ts'
import { visibleText } from '../../lib/visible-text.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { asText } from './as-text.ts'
import { AskedRebuild } from './asked-rebuild.tsx'
import { CopyButton } from './copy-button.tsx'
import { Elsewhere } from './elsewhere.tsx'
import { FactList } from './fact-list.tsx'
import { RebuildHistory } from './rebuild-history.tsx'
import { StepList } from './step-list.tsx'
import { stepsOf } from './steps.ts'
import { summaryOf } from './summary.ts'
import { type SessionChecks, useChecks } from './use-checks.ts'

interface SessionPageProps {
  projectId: ProjectId
  /** An accession id, or a label. */
  name: string
  username: string
  readsLog: boolean
  /** The address of a session's page, for sending. */
  hrefOf: (sessionId: string) => string
  /** The button that rebuilds it, from the part that knows runs. */
  rebuild: (facts: SessionFacts, data: RunData, onStarted: (id: RunId) => void) => ReactNode
}

/** One session: why it can be viewed or not, a step at a time, and what can be done about it. */
export function SessionPage(props: SessionPageProps) {
  const { projectId, name, readsLog } = props
  const { t, locale } = useI18n()
  const zone = usePreference('zone')
  const known = useChecks(projectId, name)
  const { checks, facts, id } = known
  const steps = stepsOf(checks, { t, locale, zone })
  const summary = summaryOf(checks)
  return (
    <Page
      title={<span className="foreign wrap-anywhere">{visibleText(facts?.label || name)}</span>}
      intro={
        <span className="foreign">
          {t('sessionPage.inProject', { id: facts?.sessionId ?? visibleText(name), project: projectId })}
        </span>
      }
    >
      <Notice tone={summary.tone} role="status" title={t(summary.key)} />
      <Actions {...props} known={known} steps={steps} />
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_20rem]">
        <StepList steps={steps} scans={checks.scans.data} />
        <aside className="grid gap-4">
          {facts && <FactList facts={facts} />}
          <Elsewhere projectId={projectId} readsLog={readsLog} />
        </aside>
      </div>
      {id !== undefined && checks.rebuilds.data && (
        <RebuildHistory sessionId={id} known={checks.rebuilds.data} readsLog={readsLog} older={known.older} />
      )}
    </Page>
  )
}

interface ActionsProps extends SessionPageProps {
  known: SessionChecks
  steps: ReturnType<typeof stepsOf>
}

function Actions({ known, steps, projectId, name, username, readsLog, hrefOf, rebuild }: ActionsProps) {
  const { t, locale } = useI18n()
  const zone = usePreference('zone')
  const [asked, setAsked] = useState<RunId | null>(null)
  const { facts, id, checks, checking } = known
  const started = (run: RunId) => {
    setAsked(run)
    void known.readRebuilds()
  }
  // Slides are shown from their index, where the plugin makes one.
  const index = checks.metadata.data?.index?.state
  const data = index === 'missing' || index === 'present' ? 'dicomweb' : 'viewer'
  const told = facts ?? { label: name, sessionId: name, projectId }
  const href = () => hrefOf(told.sessionId)
  const text = () =>
    asText({ facts: told, steps, href: href(), username, now: new Date() }, { t, locale, zone })
  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        {facts && rebuild(facts, data, started)}
        {facts && <OpenViewer viewer={facts.viewer} />}
        {readsLog && id !== undefined && (
          <Link to="/log" search={{ session: id }} className={buttonClass()}>
            {t('sessionPage.showLog')}
          </Link>
        )}
        <Button disabled={checking} onClick={() => void known.again()}>
          {t(checking ? 'sessionPage.checking' : 'sessionPage.again')}
        </Button>
        <CopyButton text={text}>{t('sessionPage.copyText')}</CopyButton>
        <CopyButton text={href}>{t('sessionPage.copyLink')}</CopyButton>
      </div>
      {facts && !facts.mayRebuild && <p className="text-sm text-ink-2">{t('sessionPage.mayNot')}</p>}
      {facts?.viewer.guessed && <p className="text-sm text-ink-2">{t('sessionPage.openGuessed')}</p>}
      {asked !== null && <AskedRebuild runId={asked} known={checks.rebuilds.data} />}
    </>
  )
}

function OpenViewer({ viewer }: Pick<SessionFacts, 'viewer'>) {
  const { t } = useI18n()
  return (
    <a
      href={viewer.url}
      target="_blank"
      rel="noopener noreferrer"
      title={t('sessionPage.openHint')}
      className={buttonClass()}
    >
      {t('sessionPage.open')}
      <ExternalLink aria-hidden="true" className="size-3.5" />
    </a>
  )
}
