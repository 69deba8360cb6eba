/** `2026-11-21T09:30` as the clocks of a zone show an instant. */
export function wallTime(instant: string, zone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' }).format(new Date(instant)).replace(' ', 'T');
}

/** The instant at which the clocks of a zone show it; where they skip it, the moment after the skip. */
export function instantOf(wall: string, zone: string): string {
  const wanted = Date.parse(`${wall}:00Z`);
  let guess = wanted;
  // Once brings it into the right offset, twice over a change of clocks.
  for (let turn = 0; turn < 2; turn += 1) guess += wanted - Date.parse(`${wallTime(new Date(guess).toISOString(), zone)}:00Z`);
  return new Date(guess).toISOString();
}

export function dayIn(zone: string | undefined, instant: number): string {
  return new Intl.DateTimeFormat('sv-SE', { ...(zone && { timeZone: zone }), year: 'numeric', month: '2-digit', day: '2-digit' }).format(instant);
}
