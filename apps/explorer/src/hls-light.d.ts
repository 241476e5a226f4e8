/** hls.js without subtitles, alternative audio and DRM, none of which the gateway serves; the types are those of the whole. */
declare module 'hls.js/light' {
  export { default, type Level } from 'hls.js'
}
