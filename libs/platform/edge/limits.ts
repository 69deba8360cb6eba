/** Statement (10 s, in the database's role) < handler < connection, keep-alive and proxy: the inner one always gives up first. */
export const LIMITS = {
  bodyBytes: 1024 * 1024,
  jsonDepth: 32,
  jsonKeys: 20_000,
  urlLength: 8_192,
  headerBytes: 16 * 1024,
  queryParameters: 100,
  pathParameterLength: 200,
  tokenLength: 4_096,
  handlerMs: 20_000,
  headersMs: 10_000,
  requestMs: 30_000,
  connectionMs: 60_000,
  keepAliveMs: 65_000,
  compressFromBytes: 1024,
  replayableBytes: 1024 * 1024,
} as const;
