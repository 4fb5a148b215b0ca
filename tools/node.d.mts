/** Types of node.mjs, which is plain JavaScript because Node 20 runs it before anything is installed. */
export const root: string
export class Hindrance extends Error {}
export function bringNode(): Promise<string>
export function bringDependencies(node: string): Promise<void>
export function run(program: string, args: readonly string[], shell?: boolean): Promise<number>
