import type { StatusFunds, StatusStream } from '@millrace/client'

/** An orchestrator, as events name it. */
interface OrchestratorName {
  readonly address: string
  readonly transcoderUri: string
}

/** What a gateway tells others of what happens in it, by type. */
export interface GatewayEventData {
  /** A segment has its renditions, or gets none. */
  readonly stream_health: {
    readonly streamId: string
    readonly externalStreamId?: string | undefined
    readonly externalSessionId?: string | undefined
    readonly segment: {
      readonly name: string
      readonly seqNo: number
      /** Seconds. */
      readonly duration: number
      readonly byteSize: number
    }
    readonly success: boolean
    /** What was published of it; empty when there is none, or nothing was ordered. */
    readonly renditions: readonly { readonly name: string; readonly byteSize: number }[]
    /** Why there are no renditions. */
    readonly reason?: string | undefined
    readonly attempts: readonly {
      readonly orchestrator: OrchestratorName
      readonly latencyMs: number | undefined
      readonly error?: string | undefined
    }[]
  }
  /** A stream works with another orchestrator than before. */
  readonly orchestrator_chosen: { readonly streamId: string; readonly orchestrator: OrchestratorName }
  /** An orchestrator is left alone for a while, since its work failed. */
  readonly orchestrator_suspended: {
    readonly orchestrator: OrchestratorName
    readonly reason?: string | undefined
    /** Milliseconds since the Unix epoch. */
    readonly until: number
  }
  /** A result was checked, and is not what was ordered; its orchestrator is suspended. */
  readonly bad_result: {
    readonly streamId: string
    readonly seqNo: number
    readonly orchestrator: OrchestratorName
    readonly reasons: readonly {
      /** Name of its profile. */
      readonly rendition: string
      readonly code: string
      /** In a sentence. */
      readonly message: string
    }[]
    /** Its verdict came too late to keep it from viewers. */
    readonly wasPublished: boolean
    /** Address of the evidence that is kept of it, if it is. */
    readonly evidence?: string | undefined
  }
  /** A stream begins, ends, or is well or unwell in another way than before. */
  readonly stream_state: {
    readonly streamId: string
    readonly state: StatusStream['state']
    readonly reason?: string | undefined
  }
  /** A stream goes on without renditions, since it has spent what it may today. */
  readonly spend_cap_reached: { readonly streamId: string; readonly detail: string }
  /** Deposit or reserve is enough, low or too low in another way than before. Amounts are decimal wei. */
  readonly funds_state: {
    readonly state: StatusFunds['state']
    readonly reason?: string | undefined
    readonly depositWei: string
    readonly reserveWei: string
  }
  /** The deposit was topped up, or could not be. */
  readonly deposit_top_up: {
    readonly amountWei: string
    readonly success: boolean
    readonly transaction?: string | undefined
    readonly error?: string | undefined
  }
  /** Pieces of a recording could not be kept. */
  readonly recording_failed: { readonly streamId: string; readonly detail: string }
  /** Recordings were deleted, since they were too old or too large together. */
  readonly recordings_deleted: {
    readonly reason: 'age' | 'quota'
    readonly streamIds: readonly string[]
    readonly bytes: number
  }
}

export type GatewayEventType = keyof GatewayEventData

/** One event as it goes out. */
export interface GatewayEvent<Type extends GatewayEventType = GatewayEventType> {
  readonly id: string
  readonly type: Type
  /** Milliseconds since the Unix epoch. */
  readonly timestamp: number
  /** Account of the gateway; zero off chain. */
  readonly gateway: string
  readonly data: GatewayEventData[Type]
}

/** Takes events in; never throws and never waits. */
export type Tell = <Type extends GatewayEventType>(type: Type, data: GatewayEventData[Type]) => void
