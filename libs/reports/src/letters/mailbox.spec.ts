import fc from 'fast-check';
import { readSubmission } from '../submission.js';
import { readMailbox } from './mailbox.js';

describe('a mailbox', () => {
  it.each([
    ['someone@example.org', 'someone@example.org', 'someone@example.org'],
    ['Some.One+reports@Example.ORG', 'Some.One+reports@example.org', 'some.one@example.org'],
    ['a@bücher.example', 'a@xn--bcher-kva.example', 'a@xn--bcher-kva.example'],
    ['a@مثال.إختبار', 'a@xn--mgbh0fb.xn--kgbechtv', 'a@xn--mgbh0fb.xn--kgbechtv'],
    ['+tag@example.org', '+tag@example.org', '+tag@example.org'],
  ])('is read: %s', (typed, address, key) => {
    expect(readMailbox(typed)).toEqual({ address, key });
  });

  it.each([
    '',
    '@',
    'a@',
    '@example.org',
    'a@example',
    'a@b@example.org',
    'a b@example.org',
    '"a b"@example.org',
    'a@example.org, b@example.org',
    'a@example.org;b@example.org',
    'A <a@example.org>',
    '<a@example.org>',
    'a@example.org\r\nBcc: b@example.org',
    'a\n@example.org',
    'a@example.org\0',
    'a@[192.0.2.1]',
    'a@192.0.2.1',
    'a@example.org.',
    'a@-example.org',
    'a@exa_mple.org',
    'a@example.org (b)',
    '.a@example.org',
    'a..b@example.org',
    'ä@example.org',
    'a@example.org?cc=b@example.org',
    'a%b@example.org@c.example',
    'a@example.org:25',
    'a@/etc/passwd',
    `${'a'.repeat(65)}@example.org`,
    `a@${'b'.repeat(64)}.org`,
    `a@${'b.'.repeat(126)}org`,
    `${'x'.repeat(100_000)}@example.org`,
  ])('is none: %j', (typed) => {
    // prettier-ignore
    expect(readMailbox(typed)).toBeUndefined();
  });

  it('never carries what could end a header or a command, or name a second one', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc
            .tuple(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }))
            .map((parts) => parts.join('@')),
          fc.emailAddress().chain((one) => fc.string().map((two) => `${one}${two}`)),
        ),
        (typed) => {
          const read = readMailbox(typed);
          if (read === undefined) return;
          expect(read.address).toMatch(/^[!#-'*+\-./0-9=?A-Z^-~]+@[a-z0-9.-]+$/);
          expect(read.address.length).toBeLessThanOrEqual(254);
          expect(readMailbox(read.address)).toEqual(read);
        },
      ),
    );
  });

  it('is what a form takes: what it takes can be written to', () => {
    for (const contactEmail of ['"a b"@example.org', 'ä@example.org', 'a@example.org, b@example.org']) {
      expect(readSubmission({ place: 'x', contactEmail }, new Date()).errors).toEqual({
        contactEmail: 'email-form',
      });
    }
    expect(
      readSubmission({ place: 'x', contactEmail: 'a@bücher.example' }, new Date()).errors,
    ).toBeUndefined();
  });
});
