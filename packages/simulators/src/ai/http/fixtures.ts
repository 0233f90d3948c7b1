import { readFileSync } from 'node:fs'

const FOLDER = new URL('../../../fixtures/ai/', import.meta.url)

/** Text of a file in `fixtures/ai`, such as `aiaa/logs.v4.txt`. */
export function fixtureText(name: string): string {
  return readFileSync(new URL(name, FOLDER), 'utf8')
}

/** A fresh copy of a JSON file in `fixtures/ai`, free to be changed. */
export function fixtureJson(name: string): unknown {
  return JSON.parse(fixtureText(name))
}
