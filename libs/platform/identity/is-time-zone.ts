import { ValidateBy } from 'class-validator';
import { isZone } from '#kernel/field/zone.js';

export const isTimeZone = ValidateBy({ name: 'timeZone', validator: { validate: isZone, defaultMessage: () => 'timeZone must be a zone such as Europe/Berlin' } });
