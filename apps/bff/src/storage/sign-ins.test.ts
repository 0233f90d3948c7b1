import { expect, test } from 'vitest'
import { createSignInsRepository, type NewSignIn } from './sign-ins.ts'
import { describeEngines, useFreshDatabase } from './testing/engines.ts'

const makeSignIn = (changes: Partial<NewSignIn> = {}): NewSignIn => ({
  idHash: 'a'.repeat(64),
  username: 'ada',
  sealedXnatSession: 'sealed',
  createdAt: 1_000,
  expiresAt: 9_000,
  userAgent: 'Browser/1',
  address: '192.0.2.7',
  ...changes,
})

describeEngines('sign-ins', (testEngine) => {
  const database = useFreshDatabase(testEngine)
  const repository = () => createSignInsRepository(database())

  test('are found by their hash as they were written', async () => {
    await repository().insert(makeSignIn())
    expect(await repository().find('a'.repeat(64))).toEqual({
      ...makeSignIn(),
      lastSeenAt: 1_000,
      endedAt: null,
      provedAt: null,
    })
    expect(await repository().find('b'.repeat(64))).toBeUndefined()
  })

  test('refuse a second one with the same hash', async () => {
    await repository().insert(makeSignIn())
    await expect(repository().insert(makeSignIn())).rejects.toMatchObject({
      kind: 'conflict',
      rule: 'duplicate',
    })
  })

  test('are seen later, never earlier, and not after the end', async () => {
    const { idHash } = makeSignIn()
    const lastSeen = async () => (await repository().find(idHash))?.lastSeenAt
    await repository().insert(makeSignIn())
    await repository().touch(idHash, 2_000)
    await repository().touch(idHash, 1_500)
    expect(await lastSeen()).toBe(2_000)
    await repository().end(idHash, 3_000)
    await repository().touch(idHash, 4_000)
    expect(await lastSeen()).toBe(2_000)
  })

  test('end once, and forget the XNAT session with it', async () => {
    const { idHash } = makeSignIn()
    await repository().insert(makeSignIn())
    expect(await repository().end(idHash, 3_000)).toBe(true)
    expect(await repository().end(idHash, 4_000)).toBe(false)
    expect(await repository().end('unknown', 4_000)).toBe(false)
    expect(await repository().find(idHash)).toMatchObject({ endedAt: 3_000, sealedXnatSession: '' })
  })

  test('end when they were idle or expired, to the millisecond', async () => {
    await repository().insert(makeSignIn({ idHash: 'idle', createdAt: 1_000, expiresAt: 9_000 }))
    await repository().insert(makeSignIn({ idHash: 'busy', createdAt: 1_001, expiresAt: 9_000 }))
    await repository().insert(makeSignIn({ idHash: 'expired', createdAt: 1_001, expiresAt: 5_000 }))
    await repository().insert(makeSignIn({ idHash: 'nearly', createdAt: 1_001, expiresAt: 5_001 }))
    const ended = await repository().endOverdue({ idleSince: 1_000, at: 5_000 })
    expect(ended.sort()).toEqual(['expired', 'idle'])
    expect(await repository().endOverdue({ idleSince: 1_000, at: 5_000 })).toEqual([])
  })

  test('are deleted some time after they ended or expired', async () => {
    await repository().insert(makeSignIn({ idHash: 'ended', expiresAt: 90_000 }))
    await repository().end('ended', 2_000)
    await repository().insert(makeSignIn({ idHash: 'expired', expiresAt: 2_500 }))
    await repository().insert(makeSignIn({ idHash: 'open', expiresAt: 90_000 }))
    expect(await repository().deleteOver(2_000)).toBe(0)
    expect(await repository().deleteOver(3_000)).toBe(2)
    expect(await repository().find('open')).toBeDefined()
  })
})
