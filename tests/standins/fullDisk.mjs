/**
 * For a server's process (node --import): while the file RANGEBOOK_FULL_DISK is there, its disk takes nothing more.
 * Where that file says "sudden", the disk says beforehand that it has room.
 */
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'

const flag = process.env.RANGEBOOK_FULL_DISK ?? ''

function full() {
  return Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC', errno: -28 })
}

const { statfsSync, writeSync, promises } = fs
const { open } = promises
fs.writeSync = (fd, ...more) => {
  if (fd > 2 && fs.existsSync(flag)) throw full()
  return writeSync(fd, ...more)
}
fs.statfsSync = (...args) => {
  const told = statfsSync(...args)
  return fs.existsSync(flag) && fs.readFileSync(flag, 'utf8') !== 'sudden' ? { ...told, bavail: 0 } : told
}
promises.open = async (path, flags, ...more) => {
  if (flags === 'w' && fs.existsSync(flag)) throw full()
  return open(path, flags, ...more)
}
syncBuiltinESMExports()
