import {
  AV_HWDEVICE_TYPE_VAAPI,
  AV_PIX_FMT_NV12,
  AV_PIX_FMT_VAAPI,
  AV_PIX_FMT_YUV420P,
  type AVPixelFormat,
} from 'node-av/constants'
import { type CodecContext, Frame, HardwareDeviceContext, HardwareFramesContext } from 'node-av/lib'
import { check } from '../../ffmpeg/call.ts'
import type { Profile } from '../../profile.ts'
import type { EncoderDevice } from '../device-types.ts'
import { keyFrameInterval } from './encoder-options.ts'
import type { FrameRate } from './frame-rate.ts'

interface DeviceFacts {
  readonly encoders: { readonly h264: string; readonly h265: string }
  readonly pixelFormat: AVPixelFormat
  /** The name of that format, for a filter. */
  readonly pixelFormatName: string
  readonly options: Readonly<Record<string, string>>
  /** What it calls H.264's baseline. */
  readonly baseline: string
}

const devices: Readonly<Record<EncoderDevice, DeviceFacts>> = {
  nvenc: {
    encoders: { h264: 'h264_nvenc', h265: 'hevc_nvenc' },
    pixelFormat: AV_PIX_FMT_YUV420P,
    pixelFormatName: 'yuv420p',
    options: { preset: 'p4', rc: 'vbr', 'no-scenecut': '1', 'forced-idr': '1', delay: '0' },
    baseline: 'baseline',
  },
  qsv: {
    encoders: { h264: 'h264_qsv', h265: 'hevc_qsv' },
    pixelFormat: AV_PIX_FMT_NV12,
    pixelFormatName: 'nv12',
    options: { preset: 'veryfast', async_depth: '1', forced_idr: '1' },
    baseline: 'baseline',
  },
  vaapi: {
    encoders: { h264: 'h264_vaapi', h265: 'hevc_vaapi' },
    pixelFormat: AV_PIX_FMT_NV12,
    pixelFormatName: 'nv12',
    options: { rc_mode: 'VBR' },
    baseline: 'constrained_baseline',
  },
  x264: {
    encoders: { h264: 'libx264', h265: 'libx265' },
    pixelFormat: AV_PIX_FMT_YUV420P,
    pixelFormatName: 'yuv420p',
    options: { preset: 'veryfast' },
    baseline: 'baseline',
  },
}

/** The pixel format that pictures for a device must have; undefined is software's. */
export function pixelFormatName(device: EncoderDevice | undefined): string {
  return device === undefined ? 'yuv420p' : devices[device].pixelFormatName
}

/** @returns the name of FFmpeg's encoder. */
export function deviceEncoderName(device: EncoderDevice, { codec }: Profile): string | undefined {
  return codec === 'h264' || codec === 'h265' ? devices[device].encoders[codec] : undefined
}

/** As in software: no B-frames, no key frames of its own choice. */
export function deviceOptions(
  device: EncoderDevice,
  profile: Profile,
  frameRate: FrameRate,
): Readonly<Record<string, string>> {
  const { options, baseline } = devices[device]
  const levels = { default: undefined, baseline, main: 'main', high: 'high', 'constrained-high': 'high' }
  const level = profile.codec === 'h264' ? levels[profile.encoderProfile] : undefined
  const { bitrateBps } = profile
  return {
    ...options,
    g: String(keyFrameInterval(profile.gopMs, frameRate)),
    bf: '0',
    b: String(bitrateBps),
    maxrate: String(bitrateBps * 2),
    bufsize: String(bitrateBps * 2),
    ...(level ? { profile: level } : {}),
  }
}

/** One a process: opening it takes longer than a segment. */
let vaapiDevice: HardwareDeviceContext | undefined

/** Brings pictures to where a device takes them. */
export interface PictureUpload {
  upload(picture: Frame): Frame
}

/**
 * Tells an encoder which pictures it gets.
 * @returns what brings them to the device; undefined where the encoder takes them from memory.
 */
export function prepareDevice(
  device: EncoderDevice,
  encoder: CodecContext,
  resources: DisposableStack,
): PictureUpload | undefined {
  encoder.pixelFormat = devices[device].pixelFormat
  if (device !== 'vaapi') return undefined
  const frames = resources.adopt(new HardwareFramesContext(), (owned) => owned.free())
  frames.alloc(openVaapi())
  frames.format = AV_PIX_FMT_VAAPI
  frames.swFormat = AV_PIX_FMT_NV12
  frames.width = encoder.width
  frames.height = encoder.height
  frames.initialPoolSize = 16
  check(frames.init(), 'pictures on the device')
  encoder.pixelFormat = AV_PIX_FMT_VAAPI
  encoder.hwFramesCtx = frames
  const target = resources.adopt(new Frame(), (owned) => owned.free())
  target.alloc()
  return {
    upload(picture) {
      target.unref()
      check(frames.getBuffer(target, 0), 'picture on the device')
      check(frames.transferDataSync(target, picture), 'upload')
      target.pts = picture.pts
      target.pictType = picture.pictType
      return target
    },
  }
}

function openVaapi(): HardwareDeviceContext {
  if (vaapiDevice) return vaapiDevice
  const device = new HardwareDeviceContext()
  check(device.create(AV_HWDEVICE_TYPE_VAAPI, null, null), 'open VAAPI')
  vaapiDevice = device
  return device
}
