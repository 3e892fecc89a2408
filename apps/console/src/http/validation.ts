// Input is taken only as declared: what is not declared is refused by name.
import { Injectable, ValidationPipe, type PipeTransform } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { InvalidInputError, isId, NotFoundError } from '#libs/platform';

function collect(errors: readonly ValidationError[], prefix: string, into: Record<string, string>): void {
  for (const error of errors) {
    // A field's name may be anything that was sent.
    const path = `${prefix}${error.property.slice(0, 64)}`;
    const [first] = Object.values(error.constraints ?? {});
    if (first !== undefined) into[path] = first.slice(0, 300);
    collect(error.children ?? [], `${path}.`, into);
  }
}

export function createValidationPipe(): ValidationPipe {
  return new ValidationPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    transform: true,
    validationError: { target: false, value: false },
    exceptionFactory: (errors) => {
      const fields: Record<string, string> = {};
      collect(errors, '', fields);
      return new InvalidInputError('Some fields are wrong.', fields);
    },
  });
}

/** An id in the path. What has not the form of one is simply not there. */
@Injectable()
export class IdPipe implements PipeTransform<string, string> {
  transform(value: string): string {
    if (!isId(value)) throw new NotFoundError('thing');
    return value.toLowerCase();
  }
}
