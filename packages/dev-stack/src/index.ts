export { startAiaaServer, startMonaiLabelServer, startStrangeServer } from '@ohif-admin/simulators'
export { BffProcess, freePort } from './bff-process.ts'
export { type Stack, type StackOptions, startStack } from './stack.ts'
