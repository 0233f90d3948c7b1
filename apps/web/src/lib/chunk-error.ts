/** What Chromium, Firefox, Safari and the page's own loader say when a part of the page is not on the server any more. */
const GONE =
  /dynamically imported module|importing a module script failed|unable to preload css|failed to load module script/i

/** Whether a part of the page could not be loaded, as happens when the console was updated under an open page. */
export function isMissingPart(error: unknown): boolean {
  return error instanceof Error && GONE.test(error.message)
}
