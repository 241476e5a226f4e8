export { type TranscoderConfig, type TranscoderConfigInput, transcoderConfigSchema } from './config.ts'
export { Transcoder, type TranscoderRoleStatus } from './transcoder.ts'
