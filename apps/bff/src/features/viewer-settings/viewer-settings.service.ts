import {
  type ProjectId,
  presetProblem,
  type SavedViewerSetting,
  type SaveViewerSetting,
  sameViewerSetting,
  type ViewerSetting,
  type ViewerSettingName,
  type ViewerSettings,
  type ViewerSettingValue,
} from '@ohif-admin/contracts'
import type { PutAnswer, XnatClient } from '@ohif-admin/xnat-client'
import type { Actor, Origin } from '../../lib/actor.ts'
import { AppError } from '../../lib/app-error.ts'
import type { Audit } from '../../lib/audit.ts'
import type { ProjectAccess } from '../../lib/project-access.ts'
import { KeyedTurns } from '../../lib/turns.ts'
import type { SettingReader } from './setting-reader.ts'

export interface SettingChange extends SaveViewerSetting {
  projectId: ProjectId
  name: ViewerSettingName
}

interface Needs {
  xnat: Pick<XnatClient, 'putViewerConfig'>
  reader: SettingReader
  access: ProjectAccess
  audit: Audit
}

/** What a project's viewers do besides AI, as far as the plugin lets it be set: read, and changed safely. */
export class ViewerSettingsService {
  readonly #needs: Needs
  readonly #turns = new KeyedTurns()

  constructor(needs: Needs) {
    this.#needs = needs
  }

  /** Throws `AppError` `not-found`, `UpstreamError`. */
  async read(actor: Actor, projectId: ProjectId): Promise<ViewerSettings> {
    await this.#readable(actor, projectId)
    return {
      projectId,
      mayEdit: actor.role === 'admin',
      settings: await this.#needs.reader.all(actor, projectId),
    }
  }

  /**
   * Replaces one setting in the actor's own rights: read again, compare with what was seen, one PUT, read again to
   * confirm. Throws `AppError`: `forbidden`, `bad-request`, `not-found`, `plugin-missing` for a plugin without the
   * setting, `setting-moved` with what XNAT has now, `setting-unknown` when nobody can say what became of it,
   * `upstream-refused`; and `UpstreamError`. Every attempt is audited.
   */
  save(actor: Actor, change: SettingChange, origin: Origin): Promise<SavedViewerSetting> {
    const { projectId, name, seen, value, reason } = change
    const action = {
      actor: actor.username,
      action: 'viewer-setting.save',
      subject: `project ${projectId}`,
      before: seen,
      after: value,
      ...(reason === '' ? {} : { reason }),
      detail: { setting: name },
      origin,
    } as const
    return this.#needs.audit.during(
      action,
      () => this.#turns.run(`${projectId} ${name}`, () => this.#save(actor, change)),
      ({ outcome }) => ({ outcome }),
    )
  }

  async #save(actor: Actor, change: SettingChange): Promise<SavedViewerSetting> {
    const { projectId, name, value, seen } = change
    if (actor.role !== 'admin')
      throw new AppError('forbidden', 'Only site admins can change viewer settings.')
    refuseWrong(change)
    await this.#readable(actor, projectId)
    const before = known(await this.#needs.reader.one(actor, projectId, name))
    if (!sameViewerSetting(before, seen)) throw moved(before)
    if (sameViewerSetting(before, value)) return { outcome: 'unchanged', value: before, before }
    const put = await this.#put(actor, change)
    if (put.outcome === 'not-sent')
      throw new AppError('upstream-unreachable', 'XNAT cannot be reached. Nothing was changed.')
    if (put.outcome === 'refused') throw refusal(put)
    return this.#confirm(actor, change, before)
  }

  /** The plugin stores the settings as a whole: members this console does not know go back as they were. */
  async #put(actor: Actor, { projectId, name, value }: SettingChange): Promise<PutAnswer> {
    const { xnat, reader } = this.#needs
    if (name !== 'multistack') return xnat.putViewerConfig(actor.xnatSession, projectId, name, value)
    const { whole } = await reader.raw(actor, projectId)
    return xnat.putViewerConfig(actor.xnatSession, projectId, 'settings', { ...whole, multistack: value })
  }

  /** What XNAT has now is what counts, whatever it answered. */
  async #confirm(
    actor: Actor,
    { projectId, name, value }: SettingChange,
    before: ViewerSettingValue,
  ): Promise<SavedViewerSetting> {
    const after = await this.#needs.reader.one(actor, projectId, name).catch(() => undefined)
    if (after?.state !== 'known')
      throw new AppError('setting-unknown', 'Nobody can say whether XNAT stored the setting.')
    if (sameViewerSetting(after.value, value)) return { outcome: 'saved', value: after.value, before }
    if (!sameViewerSetting(after.value, before)) throw moved(after.value)
    throw new AppError('upstream-bad-response', 'XNAT has not stored the setting.')
  }

  async #readable(actor: Actor, projectId: ProjectId): Promise<void> {
    const { access } = this.#needs
    if ((await access.readable(actor)).has(projectId) || (await access.readableNow(actor)).has(projectId))
      return
    // XNAT answers alike for a project that is not there and one that may not be seen, and so do we.
    throw new AppError('not-found', 'There is no such project, or you may not see it.')
  }
}

function refuseWrong({ name, value }: SettingChange) {
  if ((name === 'multistack') !== (typeof value === 'boolean'))
    throw new AppError('bad-request', 'This is no value of that setting.')
  if (typeof value === 'boolean') return
  const fields = value.flatMap((_, index) => {
    const message = presetProblem(value, index)
    return message === undefined ? [] : [{ path: `value.${index}.label`, message }]
  })
  if (fields.length > 0) throw new AppError('bad-request', 'Some presets cannot be used.', { fields })
}

function known(setting: ViewerSetting): ViewerSettingValue {
  if (setting.state === 'known') return setting.value
  if (setting.state === 'absent')
    throw new AppError('plugin-missing', 'The viewer plugin does not have this setting.')
  throw new AppError('upstream-bad-response', 'XNAT did not say what the setting is now.')
}

const moved = (setting: ViewerSettingValue) =>
  new AppError('setting-moved', 'Somebody else has changed the setting.', { setting })

function refusal({ status, said }: { status: number; said: string }): AppError {
  if (status === 403) return new AppError('forbidden', 'XNAT does not allow this.')
  return new AppError('upstream-refused', 'XNAT refused the setting.', { said: `${status} ${said}`.trim() })
}
