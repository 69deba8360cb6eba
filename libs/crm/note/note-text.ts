const MENTION = /<a\s[^>]*?href="[^"]*\/identity\/members\/([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})"/g;
const ENTITIES: { readonly [name: string]: string } = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", nbsp: ' ' };
const LONGEST_EXCERPT = 160;

/** A mention is a link to a colleague. */
export function mentionedIn(html: string): string[] {
  return [...new Set([...html.matchAll(MENTION)].map(([, id]) => id!))];
}

/** The beginning of a formatted text, in one line. */
export function excerptOf(html: string): string {
  const text = html.replaceAll(/<[^>]*>/g, ' ').replaceAll(/&(amp|lt|gt|quot|#39|nbsp);/g, (_all, name: string) => ENTITIES[name]!).replaceAll(/\s+/g, ' ').trim();
  const letters = Array.from(text);
  return letters.length > LONGEST_EXCERPT ? `${letters.slice(0, LONGEST_EXCERPT - 1).join('').trimEnd()}…` : text;
}
