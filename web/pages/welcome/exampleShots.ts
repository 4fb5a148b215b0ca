/** Shots about a target, the same each time: seeded by Park and Miller's generator, spread by Box and Muller. */
export function exampleShots(): readonly { readonly side_m: number; readonly carry_m: number }[] {
  let seed = 7
  const random = () => {
    seed = (seed * 16_807) % 2_147_483_647
    return seed / 2_147_483_647
  }
  const normal = () => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random())
  return Array.from({ length: 38 }, () => {
    const along = normal()
    // Long ones go a little right, as the ellipse leans.
    return { side_m: 2 + 6 * normal() + 1.5 * along, carry_m: 144.5 + 5 * along }
  })
}
