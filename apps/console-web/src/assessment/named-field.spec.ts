import type { Subject } from './assessment-form.js';
import { namedField } from './named-field.js';

const subjects: Subject[] = [
  { key: 'i1', itemIds: ['i1'], needsAnswer: true },
  { key: 'm1', mediaId: 'm1', itemIds: ['i2', 'i3'], needsAnswer: true },
];

describe('a field that the server names', () => {
  it.each([
    ['source.siteType', { of: 'source', question: 'siteType' }],
    ['source.paymentMethods', { of: 'source', question: 'paymentMethods' }],
    ['i1', { of: 'item', key: 'i1', place: 1 }],
    ['i3.ageBand', { of: 'item', key: 'm1', place: 2, question: 'ageBand' }],
    ['source.somethingNew', { of: 'nothing-known' }],
    ['source', { of: 'nothing-known' }],
    ['items.0', { of: 'nothing-known' }],
    ['', { of: 'nothing-known' }],
  ])('%s belongs to %o', (path, field) => {
    expect(namedField(path, subjects)).toEqual(field);
  });
});
