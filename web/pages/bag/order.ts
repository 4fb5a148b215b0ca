/** The order with one club moved by one place; the same where it stands at the end already. */
export function moved(order: readonly string[], id: string, by: -1 | 1): readonly string[] {
  const at = order.indexOf(id)
  const to = at + by
  const other = order[to]
  if (at < 0 || other === undefined) return order
  return order.map((one, i) => (i === at ? other : i === to ? id : one))
}
