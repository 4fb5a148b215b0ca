/** sql.js as every place loads it: without its legacy functions, which shadow SQLite's own. */
import initSqlJs, { type SqlJsConfig, type SqlJsStatic } from 'sql.js'

// Its types do not know the option yet.
const options: SqlJsConfig & { useOldExtensionFunctions: boolean } = { useOldExtensionFunctions: false }

/** `wasm`: its address, where it is not found by itself. */
export function loadSqlJs(wasm?: string): Promise<SqlJsStatic> {
  return initSqlJs(wasm === undefined ? options : { ...options, locateFile: () => wasm })
}
