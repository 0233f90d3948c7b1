import { createContext, type ReactNode } from 'react'

/** Shows a check by its number; from the page that knows checks. */
export const FoundByCheck = createContext<(checkId: string) => ReactNode>(() => null)
