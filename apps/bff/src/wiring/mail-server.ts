import { readFile } from 'node:fs/promises'
import type { Config } from '../config.ts'
import { isSmtpUrl } from '../config-rules.ts'
import type { MailServer } from '../features/notifications/send-mail.ts'

/** The mail server of the settings, or of the file they name; null when there is none. Throws when the file is no use. */
export async function mailServerOf({
  SMTP_URL,
  SMTP_URL_FILE,
  SMTP_FROM,
  SMTP_PLAINTEXT,
}: Config): Promise<MailServer | null> {
  const url = SMTP_URL ?? (SMTP_URL_FILE && (await readFile(SMTP_URL_FILE, 'utf8')).trim())
  if (!url || SMTP_FROM === undefined) return null
  if (!isSmtpUrl(url)) throw new Error('SMTP_URL_FILE must hold an smtp:// or smtps:// address.')
  return { url, from: SMTP_FROM, plaintext: SMTP_PLAINTEXT }
}
