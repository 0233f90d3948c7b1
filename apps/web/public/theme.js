// Runs before the first paint, from a file of its own: the page's policy allows no inline script.
;(() => {
  try {
    const theme = localStorage.getItem('ohif-admin.theme')
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
  } catch {
    // Storage can be switched off; the system's theme then stands.
  }
})()
