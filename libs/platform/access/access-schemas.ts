import { count as whole, flag, object, orNull, text, uuid } from '#platform/docs/parts.js';

/** What the routes of access answer, for those who generate clients and for the linters. */
const list = (items: object, maxItems = 2_000) => ({ type: 'array', maxItems, items }) as const;
const count = whole();
const reach = { type: 'string', enum: ['own', 'team', 'tree', 'all'] } as const;
const condition = { anyOf: [{ $ref: '#/components/schemas/Condition' }, { type: 'null' }] } as const;

const cell = object({ reach, fields: { ...list(text(120)), type: ['array', 'null'] }, groups: list(text(120)), masked: list(text(120)), where: condition }, ['reach']);
const sentColumn = { name: text(60), allow: list(cell), deny: list(cell) };
const column = object({ ...sentColumn, label: text(200), reaches: list(reach, 4), reach: orNull(reach), limited: flag });
const field = object({ name: text(120), label: text(200), group: orNull(text(120)), visible: { type: 'string', enum: ['hidden', 'masked', 'sometimes', 'shown'] }, create: flag, update: flag });

export const MATRIX_SENT = object({ resources: list(object({ resource: text(60), actions: list(object(sentColumn, ['name'])) })) });
const role = object({ id: uuid, key: text(60), name: text(120), version: count });
export const MATRIX = object({ role, resources: list(object({ resource: text(60), label: text(200), module: orNull(text(60)), actions: list(column), fields: list(field) })) });
export const TEMPLATES = object({ data: list(object({ key: text(60), name: text(120), rights: list({ type: 'object', maxProperties: 8 }) })) });
export const ROLE = { $ref: '#/components/schemas/Role' } as const;

const who = object({ id: uuid, name: text(200) });
const rule = object({ role: orNull(text(60)), effect: { type: 'string', enum: ['allow', 'deny'] }, action: text(60), reach, where: condition, applies: flag, decides: flag, say: text(2_000) });
export const WHY = object({
  allowed: flag,
  say: text(4_000),
  member: object({ ...who.properties, status: text(40), roles: list(object({ key: text(60), name: text(120) })) }),
  resource: text(60),
  action: text(60),
  id: uuid,
  owner: orNull(object({ ...who.properties, is: { type: 'string', enum: ['self', 'team', 'tree', 'other'] }, path: list(text(200), 60) })),
  rules: list(rule),
  fields: object({ hidden: list(text(120)), masked: list(text(120)) }),
});

const change = object({ resource: text(60), action: text(60), before: orNull(text(4_000)), after: orNull(text(4_000)), effect: { type: 'string', enum: ['gains', 'loses', 'changes'] } });
const fieldChange = object({ resource: text(60), field: text(120), before: text(20), after: text(20) });
const records = object({ resource: text(60), before: count, after: count });
export const PREVIEW = object({
  allowed: flag,
  refusal: orNull(text(2_000)),
  members: count,
  shown: list(object({ member: who, rights: list(change), fields: list(fieldChange), records: list(records) })),
});
