const LONGEST = 4_096;
const BEARER = /^Bearer +([A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+)$/i;

/** The token of an Authorization header, when it has the form of one. */
export function bearerOf(authorization: string | undefined): string | null {
  if (!authorization || authorization.length > LONGEST) return null;
  return BEARER.exec(authorization)?.[1] ?? null;
}
