import fc from 'fast-check';
import { concernOfKind, isOfReporter, MOST_DEVICE_HASHES, readDeviceHashes } from './concern.js';
import { REPORT_KINDS } from './submission.js';

describe('whose concern a report is', () => {
  it('is told by its kind, and what a witness reports is nobody’s', () => {
    expect(Object.fromEntries(REPORT_KINDS.map((kind) => [kind, concernOfKind(kind)]))).toEqual({
      'self-report': 'picture',
      threatened: 'threat',
      'child-concern': 'child',
    });
    expect(REPORT_KINDS.filter(isOfReporter)).toEqual(['self-report', 'threatened']);
  });
});

describe('fingerprints from the reporter’s device', () => {
  const sha256 = 'a1'.repeat(32);
  const pdq = '0f'.repeat(32);

  it('are read a line each, with PDQ where the device could make one', () => {
    expect(readDeviceHashes(`${sha256.toUpperCase()} ${pdq} 100\r\n${pdq}\n`)).toEqual([
      { sha256, pdq, quality: 100 },
      { sha256: pdq },
    ]);
  });

  it.each([
    ['a quality that there is not', `${sha256} ${pdq} 101`, [{ sha256 }]],
    ['a hash that is cut', sha256.slice(1), []],
    ['something behind it', `${sha256} <b>`, []],
    ['the same again', `${sha256}\n${sha256}`, [{ sha256 }]],
  ])('are left out with %s', (_what, text, read) => {
    expect(readDeviceHashes(text)).toEqual(read);
  });

  it('are never more than a form holds, and never anything else, whatever is sent', () => {
    const line = fc.oneof(fc.string(), fc.stringMatching(/^[0-9a-f]{64}( [0-9a-f]{64} \d{1,4})?$/));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 60 }), (lines) => {
        const read = readDeviceHashes(lines.join('\n'));
        expect(read.length).toBeLessThanOrEqual(MOST_DEVICE_HASHES);
        for (const one of read) {
          expect(one.sha256).toMatch(/^[0-9a-f]{64}$/);
          expect(one.pdq ?? one.sha256).toMatch(/^[0-9a-f]{64}$/);
        }
      }),
    );
  });
});
