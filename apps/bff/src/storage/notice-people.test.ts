import type { NoticeChoices, RunId } from '@ohif-admin/contracts'
import { expect, test } from 'vitest'
import { createMigrations } from './migrations/provider.ts'
import { createNoticePeople } from './notice-people.ts'
import { describeEngines, useFreshDatabase } from './testing/engines.ts'

const ADA = { username: 'ada', role: 'user', seenAt: 1_000 } as const
const RUN = 'a0000000-0000-4000-8000-000000000000' as RunId
const choices: NoticeChoices = {
  browser: ['run-finished', 'request-decided'],
  email: ['request-decided'],
  runs: 'mine',
  names: false,
}

describeEngines('people who are told', (testEngine) => {
  const database = useFreshDatabase(testEngine)
  const people = () => createNoticePeople(database())

  test('keep their language when they choose something else, and change it by using another', async () => {
    await people().speaks('ada', 'de')
    expect(await people().find('ada')).toBeUndefined()
    await people().choose(ADA, { choices, language: 'de' })
    await people().choose(ADA, { email: 'ada@example.org', language: undefined })
    expect(await people().find('ada')).toMatchObject({ choices, language: 'de', email: 'ada@example.org' })
    await people().speaks('ada', 'en')
    expect(await people().find('ada')).toMatchObject({ language: 'en' })
  })

  test('who chose before there were scans hear of them the way they hear of runs', async () => {
    const { db } = database()
    await people().choose(ADA, { choices, email: 'ada@example.org' })
    await people().choose({ ...ADA, username: 'bob' }, { email: 'bob@example.org' })
    await people().watch(RUN, { username: 'ada', channels: ['email'] })
    await db.schema.alterTable('notice_people').dropColumn('language').execute()
    await db.schema.alterTable('notice_watches').renameColumn('subject', 'run_id').execute()
    await db.schema.alterTable('notice_watches').renameTo('run_watches').execute()
    await createMigrations(testEngine.engine)['019-scan-notices']?.up(db)
    expect(await people().find('ada')).toMatchObject({
      choices: { browser: ['run-finished', 'request-decided', 'scan-over'], email: ['request-decided'] },
      language: null,
    })
    expect(await people().find('bob')).toMatchObject({ choices: null })
    expect(await people().watchesOf(RUN)).toEqual([{ username: 'ada', channels: ['email'] }])
  })
})
