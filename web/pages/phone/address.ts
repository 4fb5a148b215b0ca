/**
 * Whether a phone gets anywhere by the address that this page was opened by.
 * phone: HTTPS, by a name or an address that others may reach. this_machine: loopback, a phone would look for it
 * on itself. unsafe: plain HTTP, where a browser keeps no history.
 */
export type Reach = 'phone' | 'this_machine' | 'unsafe'

export function reachOf({ protocol, hostname }: Pick<URL, 'protocol' | 'hostname'>): Reach {
  if (/^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)) return 'this_machine'
  return protocol === 'https:' ? 'phone' : 'unsafe'
}
