import { type FormEvent, useState } from 'react'
import { useI18n } from '../../i18n/i18n.ts'
import { Button } from '../../ui/button.tsx'
import { Field, inputClass } from '../../ui/field.tsx'
import { ServerAddressField } from '../../ui/server-address-field.tsx'
import type { SetUpSectionProps } from './set-up-params.ts'

interface ProveFormProps {
  server: string
  project: string
  onView: SetUpSectionProps['onView']
}

/** Which server is proved, and the project to try it with. Both stand in the address. */
export function ProveForm({ server, project, onView }: ProveFormProps) {
  const { t } = useI18n()
  const [address, setAddress] = useState(server)
  const [id, setId] = useState(project)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onView({ server: address.trim() || undefined, project: id.trim() || undefined }, { replace: true })
  }
  return (
    <form onSubmit={submit} className="card flex flex-wrap items-end gap-3 p-4">
      <div className="min-w-60 flex-1">
        <ServerAddressField label={t('setUp.prove.server')} value={address} onChange={setAddress} />
      </div>
      <div className="min-w-40">
        <Field label={t('setUp.prove.project')}>
          {(control) => (
            <input
              {...control}
              type="text"
              spellCheck={false}
              maxLength={64}
              value={id}
              onChange={(event) => setId(event.target.value)}
              className={`${inputClass} font-mono`}
            />
          )}
        </Field>
      </div>
      <Button type="submit" className="h-9">
        {t('setUp.prove.take')}
      </Button>
    </form>
  )
}
