/** What hand-written descriptions of answers are put together from. Every text, list and number has its limit. */
export const text = (maxLength: number) => ({ type: 'string', maxLength }) as const;
export const uuid = { ...text(36), format: 'uuid' } as const;
export const moment = { ...text(40), format: 'date-time' } as const;
export const day = { ...text(10), format: 'date' } as const;
export const flag = { type: 'boolean' } as const;
export const count = (maximum = 2_147_483_647) => ({ type: 'integer', format: 'int32', minimum: 0, maximum }) as const;
export const number = (maximum: number) => ({ type: 'number', minimum: 0, maximum }) as const;
export const list = (items: object, maxItems: number) => ({ type: 'array', maxItems, items }) as const;
export const object = (properties: { [name: string]: object }, required = Object.keys(properties)) => ({ type: 'object', required, properties }) as const;
export const orNull = <S extends object>(schema: S) => ({ anyOf: [schema, { type: 'null' }] }) as const;
