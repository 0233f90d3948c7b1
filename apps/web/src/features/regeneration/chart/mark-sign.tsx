import type { RunMark } from '@ohif-admin/contracts'
import { Hourglass, type LucideIcon, Pause, Play, RotateCcw } from 'lucide-react'

const ICON: Record<RunMark['kind'], LucideIcon> = {
  'xnat-restarted': RotateCcw,
  'console-restarted': RotateCcw,
  paused: Pause,
  waiting: Hourglass,
  'went-on': Play,
}

export function MarkSign({ kind }: { kind: RunMark['kind'] }) {
  const Icon = ICON[kind]
  return <Icon aria-hidden="true" className="size-3.5 text-attention" />
}
