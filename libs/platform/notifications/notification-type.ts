/** Without `in-app` it stands in the list all the same, but as read. */
export const CHANNELS = ['in-app', 'mail', 'push'] as const;
export type Channel = (typeof CHANNELS)[number];

/** Something that people are told. */
export interface NotificationType {
  /** Such as `record.assigned`. */
  readonly name: string;
  /** What one chooses about: "Somebody gives you a record". */
  readonly label: string;
  /** What one reads: `{actor}`, `{record}` and `{note}` are filled in, as far as the reader may know them. */
  readonly say: string;
  /** Where it is told, unless somebody chooses otherwise. */
  readonly channels: readonly Channel[];
}

const types = new Map<string, NotificationType>();

export function defineNotification(type: NotificationType): NotificationType {
  if (types.has(type.name)) throw new TypeError(`There are two notifications called ${type.name}. Rename one.`);
  types.set(type.name, Object.freeze(type));
  return type;
}

export function notificationType(name: string): NotificationType | undefined {
  return types.get(name);
}

export function notificationTypes(): NotificationType[] {
  return [...types.values()];
}

export const recordAssigned = defineNotification({ name: 'record.assigned', label: 'Somebody gives you a record', say: '{actor} made {record} yours', channels: ['in-app', 'mail', 'push'] });
export const recordMentioned = defineNotification({ name: 'record.mentioned', label: 'Somebody mentions you', say: '{actor} mentioned you: {record}', channels: ['in-app', 'mail', 'push'] });
export const reminderDue = defineNotification({ name: 'reminder.due', label: 'A reminder is due', say: 'Reminder: {note}', channels: ['in-app', 'mail', 'push'] });
export const automationMessage = defineNotification({ name: 'automation.message', label: 'An automation tells you something', say: '{note}', channels: ['in-app', 'push'] });
