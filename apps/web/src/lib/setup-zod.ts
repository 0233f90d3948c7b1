import { z } from 'zod'

// Compiled parsers need `new Function`, which the page's policy reports as a violation even when it is caught.
// Must run before any schema is built, so it is the first import of the entry.
z.config({ jitless: true })
