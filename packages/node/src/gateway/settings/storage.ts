import { z } from 'zod'

/** Object stores, and what is recorded in them for how long. */
export const storageSettings = {
  objectStore: z
    .string()
    .min(1)
    .optional()
    .describe(
      'Bucket that orchestrators put renditions into: s3://KEY:SECRET@REGION/BUCKET/PREFIX or s3+https://KEY:SECRET@HOST/BUCKET/PREFIX. Unset: they keep them until they are fetched.',
    ),
  recordStore: z
    .string()
    .min(1)
    .optional()
    .describe(
      'Folder or bucket that all streams are recorded in. Unset: none is, unless the auth webhook says so.',
    ),
  objectStoreCredentialsFile: z
    .string()
    .optional()
    .describe('JSON file with accessKeyId and secretAccessKey, for addresses of buckets that hold neither.'),
  objectStoreTimeoutMs: z
    .int()
    .min(100)
    .max(300_000)
    .default(10_000)
    .describe('Deadline of one request to a bucket.'),
  storeMinFreeBytes: z
    .int()
    .nonnegative()
    .default(1_000_000_000)
    .describe('Nothing is recorded that would leave less than this on the disk of a folder.'),
  recordingRetentionMs: z
    .int()
    .min(60_000)
    .optional()
    .describe('Recordings, and what is in the bucket of renditions, are deleted after this. Unset: never.'),
  recordingQuotaBytes: z
    .int()
    .min(1_000_000)
    .optional()
    .describe(
      'Most that is kept in both; the oldest goes, and running streams are not recorded beyond. Unset: any.',
    ),
  recordingSweepMs: z
    .int()
    .min(1_000)
    .default(3_600_000)
    .describe('How often the stores are looked at for what is too old or too much.'),
  maxRecordingDownloads: z
    .int()
    .min(0)
    .max(1_000)
    .default(4)
    .describe('MP4 files of recordings that are made at the same time; each takes a process.'),
}
