/** Runs of streams as recorders name them: when they began, and something that nobody else has. */
export const sessionPattern = /^(\d{10,16})-[0-9a-f]{6}$/

const recorded = /^([^/]+)\/(\d{10,16}-[0-9a-f]{6})\/(?:[^/]+\/\d+\.ts|playlist_\d+\.json)$/
const uploaded = /^([^/]+)\/([^/]+)\/[^/]+\/\d+\.(?:ts|mp4)$/

/** What an object in a store is part of. */
export interface StoredKey {
  readonly streamId: string
  readonly session: string
}

/**
 * Reads the key of an object that a gateway, or an orchestrator for it, has put into a store.
 * @param takesUploads whether orchestrators put objects there, in sessions of their naming.
 * @returns undefined for objects of others, which are left alone.
 */
export function readStoredKey(key: string, takesUploads: boolean): StoredKey | undefined {
  const [, streamId, session] = recorded.exec(key) ?? (takesUploads ? uploaded.exec(key) : undefined) ?? []
  return streamId === undefined || session === undefined ? undefined : { streamId, session }
}
