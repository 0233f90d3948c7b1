import { switchLanguage } from '../i18n/i18n.ts'
import { onPreferenceChange, readPreference } from '../lib/preferences.ts'

/** Shows the chosen theme and language, now and whenever they change, in this tab or another. */
export function followAppearance(): void {
  const apply = () => {
    const theme = readPreference('theme')
    if (theme === 'system') delete document.documentElement.dataset['theme']
    else document.documentElement.dataset['theme'] = theme
    const language = readPreference('language')
    if (language !== document.documentElement.lang) void switchLanguage(language)
  }
  apply()
  onPreferenceChange(apply)
}
