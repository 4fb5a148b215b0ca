/**
 * The source, played over real HTTP: its three calls, the real report, and each way in which it may
 * fail. Point UNEEKOR_API_BASE at `address`.
 */
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as wait } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'

export const REAL_REPORT = '41511'
/** Of every report here. With any other the source sends an empty list. */
export const KEY = 'Zk3yQ9secret41511'

const fixtures = join(import.meta.dirname, '..', 'fixtures')
/** 33 real shots in two groups, byte for byte. */
export const realReportText: string = readFileSync(join(fixtures, 'uneekor-report-part.json'), 'utf8')

/** A drawn picture of that name, made another shot's by its path in a comment, and as large as real ones by more of them. */
function pictureOf(path: string, bytes: number): Buffer {
  const name = /(\w+)\.jpg$/.exec(path)?.[1] ?? ''
  const drawn = readFileSync(join(fixtures, 'swing', `${name}.jpg`))
  const comments = [comment(Buffer.from(path))]
  for (let left = bytes - drawn.length; left > 0; left -= LONGEST_COMMENT) {
    comments.push(comment(Buffer.alloc(Math.min(left, LONGEST_COMMENT))))
  }
  return Buffer.concat([drawn.subarray(0, 2), ...comments, drawn.subarray(2)])
}

const LONGEST_COMMENT = 65_533

/** A JPEG's segment that every reader skips: FF FE, its length with these two bytes, the text. */
function comment(text: Buffer): Buffer {
  const head = Buffer.from([0xff, 0xfe, 0, 0])
  head.writeUInt16BE(text.length + 2, 2)
  return Buffer.concat([head, text])
}

export type Fault =
  | 'error' // 500
  | 'too_many' // 429
  | 'too_many_for_an_hour' // 429 with Retry-After
  | 'forbidden' // 403
  | 'missing' // 404
  | 'dropped' // the connection ends without an answer
  | 'hang' // the connection stays open without one
  | 'slow' // headers, then a byte now and then, for ever
  | 'cut_transfer' // half of the bytes that content-length announced
  | 'cut_json' // half of the report, properly sent
  | 'html'
  | 'object' // JSON, but no list
  | 'empty_list'
  | 'empty_body'
  | 'redirect' // to another host
  | 'flood' // 100 MB without a content-length
  | 'packed_flood' // 100 MB that travel as 100 KB of gzip

export interface UneekorStandin {
  /** For UNEEKOR_API_BASE. */
  readonly address: string
  /** The link that a golfer would paste. */
  link(id: string | number): string
  /** Serves this under that report's id: a text as it is, anything else as JSON. */
  addReport(id: string | number, report: unknown): void
  /** The next so many requests (default: all) meet this fault. */
  fail(fault: Fault, times?: number): void
  heal(): void
  setLatency(ms: number): void
  /** Pictures of about that size from now on; real ones have 200 KB. */
  setPictureBytes(bytes: number): void
  /** The path of each request so far, oldest first. */
  readonly paths: readonly string[]
  stop(): Promise<void>
}

export async function startUneekor(): Promise<UneekorStandin> {
  const reports = new Map<string, string>([[REAL_REPORT, realReportText]])
  const paths: string[] = []
  let fault: Fault | null = null
  let faultyRequests = 0
  let latency_ms = 0
  let picture_bytes = 0

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const bound = server.address()
  if (typeof bound !== 'object' || !bound) throw new Error('the stand-in has no port')

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? ''
    paths.push(path)
    if (latency_ms > 0) await wait(latency_ms)
    if (fault && faultyRequests > 0) {
      faultyRequests--
      return misbehave(fault, response)
    }
    const media = /^\/v2\/oldmyuneekor\/report\/shotimage\/(\d+)\/(\w+)\/(\d+)\/(\d+)$/.exec(path)
    const report = /^\/v2\/oldmyuneekor\/report\/(\d+)\/(\w+)$/.exec(path)
    if (media) return sendMedia(response, media)
    if (report) {
      const [, id = '', key] = report
      return send(response, 200, (key === KEY && reports.get(id)) || '[]')
    }
    if (/^\/v2\/frames\/\d+\/\d+\/\d+\/(ballimpact|topview\d\d)\.jpg$/.test(path)) {
      const jpeg = pictureOf(path, picture_bytes)
      response.writeHead(200, { 'content-type': 'image/jpeg', 'content-length': jpeg.length }).end(jpeg)
      return
    }
    send(response, 404, '{"message":"Not Found"}')
  }

  /** Shots with an even id were filmed: the impact, and 24 frames from above. */
  function sendMedia(response: ServerResponse, [, id, key, group, shot]: readonly string[]): void {
    if (key !== KEY || Number(shot) % 2 === 1) {
      send(response, 404, '{"message":"Not Found"}')
      return
    }
    const frames = Array.from({ length: 24 }, (_, n) => `topview${String(n).padStart(2, '0')}`)
    const files = ['ballimpact', ...frames].map(name => ({
      name,
      image: `/frames/${id}/${group}/${shot}/${name}.jpg`,
    }))
    send(response, 200, JSON.stringify(files))
  }

  return {
    address: `http://127.0.0.1:${bound.port}/v2`,
    link: id => `https://my.uneekor.com/power-u-report?id=${id}&key=${KEY}&distance=yard&speed=mph`,
    addReport: (id, report) => {
      reports.set(String(id), typeof report === 'string' ? report : JSON.stringify(report))
    },
    fail: (next, times = Number.POSITIVE_INFINITY) => {
      fault = next
      faultyRequests = times
    },
    heal: () => {
      fault = null
    },
    setLatency: ms => {
      latency_ms = ms
    },
    setPictureBytes: bytes => {
      picture_bytes = bytes
    },
    paths,
    stop: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

async function misbehave(fault: Fault, response: ServerResponse): Promise<void> {
  switch (fault) {
    case 'error':
      return send(response, 500, '{"message":"Internal Server Error"}')
    case 'too_many':
      return send(response, 429, '{"message":"Too Many Requests"}')
    case 'too_many_for_an_hour':
      response.setHeader('retry-after', '3600')
      return send(response, 429, '{"message":"Too Many Requests"}')
    case 'forbidden':
      return send(response, 403, '{"message":"Forbidden"}')
    case 'missing':
      return send(response, 404, '{"message":"Not Found"}')
    case 'dropped':
      response.destroy()
      return
    case 'hang':
      return
    case 'slow':
      response.writeHead(200, { 'content-type': 'application/json' })
      while (!response.destroyed) {
        response.write(' ')
        await wait(50)
      }
      return
    case 'cut_transfer':
      response.writeHead(200, { 'content-length': Buffer.byteLength(realReportText) })
      response.write(realReportText.slice(0, realReportText.length / 2), () => response.destroy())
      return
    case 'cut_json':
      return send(response, 200, realReportText.slice(0, realReportText.length / 2))
    case 'html':
      response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Repairs</title>')
      return
    case 'object':
      return send(response, 200, '{"message":"ok"}')
    case 'empty_list':
      return send(response, 200, '[]')
    case 'empty_body':
      return send(response, 200, '')
    case 'redirect':
      response.writeHead(302, { location: 'http://127.0.0.1:9/elsewhere' }).end()
      return
    case 'flood':
      return flood(response)
    case 'packed_flood':
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
      response.end(gzipSync(Buffer.alloc(100 * 1024 * 1024, '[')))
      return
    default:
      return fault satisfies never
  }
}

/** As fast as the reader takes it, until that goes away. */
async function flood(response: ServerResponse): Promise<void> {
  response.writeHead(200, { 'content-type': 'application/json' })
  const chunk = Buffer.alloc(1024 * 1024, '[')
  await pipeline(Readable.from(Array.from({ length: 100 }, () => chunk)), response)
}

function send(response: ServerResponse, status: number, json: string): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(json)
}
