import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import type { Preference } from '../lib/preferences.ts'
import en from './en.json' with { type: 'json' }

type Language = Preference<'language'>

/** English comes with the page; another language is fetched when somebody wants it. */
const LOAD: Record<Exclude<Language, 'en'>, () => Promise<{ default: typeof en }>> = {
  de: () => import('./de.json', { with: { type: 'json' } }),
}

/** Makes the texts ready in `language`. Resolves when the first text can be shown. */
export async function startI18n(language: Language): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    resources: { en: { translation: en } },
    // React writes text nodes; escaping here would show `&amp;` to the reader.
    interpolation: { escapeValue: false, skipOnVariables: true },
    returnNull: false,
  })
  await switchLanguage(language)
}

/** Fetches the language when it is not there yet, then shows it. Keeps the present one when it cannot be fetched. */
export async function switchLanguage(language: Language): Promise<void> {
  if (language !== 'en' && !i18next.hasResourceBundle(language, 'translation')) {
    const loaded = await LOAD[language]().catch(() => null)
    if (!loaded) return
    i18next.addResourceBundle(language, 'translation', loaded.default)
  }
  await i18next.changeLanguage(language)
  document.documentElement.lang = i18next.language
}
