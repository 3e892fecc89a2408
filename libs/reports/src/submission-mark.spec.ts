import { randomUUID } from 'node:crypto';
import { makeReceipt } from './receipt.js';
import { canonicalJson, isIdempotencyKey, SubmissionMark } from './submission-mark.js';

describe('the mark of a submission', () => {
  const token = randomUUID();

  it('is known again by its hash, which is another at another portal or by another way', () => {
    const { hash } = new SubmissionMark('form one', token);
    expect(new SubmissionMark('form one', token).hash).toEqual(hash);
    expect(new SubmissionMark('form two', token).hash).not.toEqual(hash);
    expect(new SubmissionMark('api one', token).hash).not.toEqual(hash);
    expect(hash).toHaveLength(32);
  });

  it('tells equal content from other content, in whatever order it comes', () => {
    const mark = new SubmissionMark('form one', token);
    expect(mark.bodyHash({ a: 1, b: undefined, c: ['x'] })).toEqual(mark.bodyHash({ c: ['x'], a: 1 }));
    expect(mark.bodyHash({ a: 1 })).not.toEqual(mark.bodyHash({ a: 2 }));
    expect(canonicalJson({ b: [{ d: 1, c: 2 }], a: 'x' })).toBe('{"a":"x","b":[{"c":2,"d":1}]}');
  });

  it('hashes the same content differently under another mark, so that no guess can be checked', () => {
    const body = { contactEmail: 'someone@example.org' };
    expect(new SubmissionMark('form one', token).bodyHash(body)).not.toEqual(
      new SubmissionMark('form one', randomUUID()).bodyHash(body),
    );
  });

  it('opens the receipt that it sealed, and no other mark does', () => {
    const receipt = makeReceipt();
    const sealed = new SubmissionMark('form one', token).sealReceipt(receipt);
    expect(new SubmissionMark('form one', token).openReceipt(sealed)).toEqual(receipt);
    expect(() => new SubmissionMark('form one', randomUUID()).openReceipt(sealed)).toThrow(
      'changed or belongs elsewhere',
    );
  });

  it('leads to an identifier in the form of a random UUID', () => {
    const { id } = new SubmissionMark('answer', token);
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(new SubmissionMark('answer', token).id).toBe(id);
  });

  it.each([
    [randomUUID(), true],
    ['a'.repeat(22), true],
    ['a'.repeat(128), true],
    ['a'.repeat(21), false],
    ['a'.repeat(129), false],
    ['with spaces in it, long enough', false],
    ['é'.repeat(30), false],
    [undefined, false],
  ])('takes %j as an Idempotency-Key: %s', (value, expected) => {
    expect(isIdempotencyKey(value)).toBe(expected);
  });
});
