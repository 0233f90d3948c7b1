/** A model of either kind of server. */
export interface AiModel {
  readonly name: string
  /** As the server says it; `unknown` when it says nothing. */
  readonly type: string
  readonly description: string
  /** Generation of the configuration format (AIAA) or of the bundle (MONAI Label); empty when not told. */
  readonly version: string
  readonly labels: readonly string[]
  /** The mask value of each label, where the server states it. */
  readonly labelValues: Readonly<Record<string, number>> | null
  /** What the viewer's tool does with it: offers it, lists it without being able to run it, or hides it. */
  readonly viewer: 'usable' | 'listed-only' | 'hidden'
  /** Every member this console has no use for, kept as it came. */
  readonly others: Readonly<Record<string, unknown>>
}
