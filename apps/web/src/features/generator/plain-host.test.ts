import { expect, it } from 'vitest'
import shipped from '../../../../../docker/nginx-location.conf?raw'
import { onPlainHost } from './plain-host.ts'

it('the shipped location without Docker has the given address and nothing of Docker', () => {
  const location = onPlainHost(shipped, 'http://127.0.0.1:8081')
  expect(location).not.toMatch(/resolver|ohif-admin:8080|Docker/)
  expect(location.match(/http:\/\/127\.0\.0\.1:8081;/g)).toHaveLength(3)
  expect(location).toContain('proxy_buffering off;')
  expect(location.startsWith('location = /ohif-admin {')).toBe(true)
})
