export interface Claimant {
  organizationId: string;
  due: number;
  inHand: number;
  oldest: Date | null;
}

/** Of all places, one organisation gets at most so many: whoever comes next finds one free at once. */
const LARGEST_SHARE = 0.75;

/** Who gets how many of the free places: each time whoever has the fewest, and of those whoever has waited longest. */
export function shares(claimants: readonly Claimant[], places: number): Map<string, number> {
  const most = Math.max(1, Math.floor(places * LARGEST_SHARE));
  let free = places - claimants.reduce((sum, { inHand }) => sum + inHand, 0);
  const given = new Map<string, number>();
  let asking = claimants.filter(({ due }) => due > 0).sort((a, b) => a.inHand - b.inHand || Number(a.oldest) - Number(b.oldest));
  for (let level = asking[0]?.inHand ?? most; level < most && free > 0 && asking.length > 0; level += 1) {
    for (const { organizationId, inHand } of asking) {
      if (inHand > level) break;
      if (free === 0) return given;
      given.set(organizationId, (given.get(organizationId) ?? 0) + 1);
      free -= 1;
    }
    asking = asking.filter(({ organizationId, due }) => (given.get(organizationId) ?? 0) < due);
  }
  return given;
}
