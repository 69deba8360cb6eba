import { decorator } from '#kernel/field/declare.js';
import type { FieldType } from '#kernel/field/field.js';
import { money, type Money, type MoneyOptions } from '#kernel/field/money.js';

/** Money whose currency hooks see, too, while it is on its way in. */
const amount: FieldType<MoneyOptions> = { ...money, unstored: ({ '': units, currency }) => ({ amount: units as number, currency: currency as string }) };

export const Amount = decorator<Money, MoneyOptions>(amount);
