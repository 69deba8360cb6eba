/** Our own pages of documentation: an application of every organisation, whose people choose which one they mean. */
export const DOCS_CLIENT = 'tessera-docs';
