import { ValidationPipe, type ValidationError } from '@nestjs/common';
import { Invalid, type FieldError } from '#kernel/pipeline/problem.js';

/** For ordinary controllers: only declared properties, and every error at once with the path to it. */
export function validationPipe(): ValidationPipe {
  return new ValidationPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    transform: true,
    stopAtFirstError: false,
    validationError: { target: false, value: false },
    exceptionFactory: (errors) => new Invalid(fieldErrors(errors)),
  });
}

export function fieldErrors(errors: readonly ValidationError[], parent = ''): FieldError[] {
  return errors.flatMap(({ property, constraints = {}, children = [] }) => {
    const at = parent ? `${parent}.${property}` : property;
    const own = Object.entries(constraints).map(([name, message]) => ({ at, rule: ruleName(name), say: sentence(name, property, message) }));
    return [...own, ...fieldErrors(children, at)];
  });
}

function ruleName(constraint: string): string {
  if (constraint === 'whitelistValidation') return 'unknown';
  const bare = constraint.replace(/^is(?=[A-Z])/, '');
  return bare.charAt(0).toLowerCase() + bare.slice(1);
}

function sentence(constraint: string, property: string, message: string): string {
  const plain = constraint === 'whitelistValidation' ? `There is no property "${property}" here` : message;
  return `${plain.charAt(0).toUpperCase()}${plain.slice(1)}${plain.endsWith('.') ? '' : '.'}`;
}
