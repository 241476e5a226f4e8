/** What the messages between transcoder and orchestrator are marked with. */
export const transcoderAuthorization = 'Livepeer-Transcoder-1.0'
/** Content type of a message that says why a task failed. */
export const transcodingErrorContentType = 'livepeer/transcoding-error'
export const renditionContentTypes: readonly string[] = ['video/mp2t', 'video/mp4']
