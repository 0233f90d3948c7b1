import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { ApiProvider } from '../lib/api-context.tsx'
import type { AppRouter } from './router.ts'
import type { Services } from './services.ts'

export function Providers({ services, router }: { services: Services; router: AppRouter }) {
  return (
    <QueryClientProvider client={services.queryClient}>
      <ApiProvider api={services.api}>
        <RouterProvider router={router} />
      </ApiProvider>
    </QueryClientProvider>
  )
}
