import { Transform } from 'class-transformer';
import { ValidateBy, type ValidationOptions } from 'class-validator';
import { mailboxOf } from '#kernel/field/email.js';

/** One e-mail address, in the form that mail servers know. */
export function IsMailbox(options?: ValidationOptions): PropertyDecorator {
  const checked = ValidateBy({ name: 'mailbox', validator: { validate: (value) => typeof value === 'string' && mailboxOf(value) === value, defaultMessage: () => '$property must be one e-mail address such as name@example.com' } }, options);
  const tidied = Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? (mailboxOf(value.trim()) ?? value) : value));
  return (target, property) => {
    checked(target, property);
    tidied(target, property);
  };
}
