// What the database cannot keep reaches no call: in a path it is not there, in a query it is refused by name.
import { Injectable, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import { findUnkeepable, InvalidInputError, NotFoundError } from '#libs/platform';

@Injectable()
export class InputPipe implements PipeTransform {
  transform(value: unknown, { type, data }: ArgumentMetadata): unknown {
    if (type === 'custom') return value;
    const problems = Object.entries(findUnkeepable(value));
    if (problems.length === 0) return value;
    if (type === 'param') throw new NotFoundError('thing');
    // One parameter of the query: the whole value is the field.
    const fields = problems.map(([path, wrong]) => [path === '' ? (data ?? 'query') : path, wrong] as const);
    throw new InvalidInputError('Some fields are wrong.', Object.fromEntries(fields));
  }
}
