// Input is taken only as declared: what is not declared is refused by name, and so is what the database cannot keep.
import { Injectable, ValidationPipe, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import { ValidateIf, type ValidationError } from 'class-validator';
import { findUnkeepable, InvalidInputError, isId, NotFoundError } from '#libs/platform';

const WRONG = 'Some fields are wrong.';

/**
 * The field may be left out, but null is refused. `IsOptional` lets null past every rule, and so is only for a field of
 * which null says something.
 */
export const MayBeAbsent = (): PropertyDecorator => ValidateIf((_body, value) => value !== undefined);

function collect(errors: readonly ValidationError[], prefix: string, into: Record<string, string>): void {
  for (const error of errors) {
    // A field's name may be anything that was sent.
    const path = `${prefix}${error.property.slice(0, 64)}`;
    const [first] = Object.values(error.constraints ?? {});
    if (first !== undefined) into[path] = first.slice(0, 300);
    collect(error.children ?? [], `${path}.`, into);
  }
}

/** Looks at every text of every body, query and path before what each route declares. */
class InputPipe extends ValidationPipe {
  override transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type !== 'custom' && !Buffer.isBuffer(value)) {
      const problems = findUnkeepable(value);
      if (Object.keys(problems).length > 0) {
        if (metadata.type === 'param') throw new NotFoundError('thing');
        throw new InvalidInputError(WRONG, problems);
      }
    }
    return super.transform(value, metadata);
  }
}

export function createValidationPipe(): ValidationPipe {
  return new InputPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    transform: true,
    validationError: { target: false, value: false },
    exceptionFactory: (errors) => {
      const fields: Record<string, string> = {};
      collect(errors, '', fields);
      return new InvalidInputError(WRONG, fields);
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
