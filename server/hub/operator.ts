/** The operator's token: who has it may read the server's own folder. */
import type { Context } from 'hono'
import { same } from './secret.ts'

export function isOperator(c: Context, token: string): boolean {
  return same(Buffer.from(c.req.header('authorization') ?? ''), Buffer.from(`Bearer ${token}`))
}
