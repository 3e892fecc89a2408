import { strictestMandate, type GrantedMandate } from './mandate.js';

const portal = { id: 'p', organisationId: 'owner', triagingOrganisationId: 'triaging' };
const grant = (
  organisationId: string,
  level: GrantedMandate['level'],
  more: Partial<GrantedMandate> = {},
): GrantedMandate => ({
  id: `${organisationId}-${level}`,
  organisationId,
  portalId: null,
  level,
  keepHours: null,
  ...more,
});

describe('the mandate of a case', () => {
  it('is nothing where no instrument is recorded', () => {
    expect(strictestMandate([], portal)).toEqual({ level: 'none', mandateId: null, keepHours: null });
  });

  it('is nothing where only one of owner and triaging organisation has one', () => {
    expect(strictestMandate([grant('triaging', 'retain')], portal).level).toBe('none');
    expect(strictestMandate([grant('owner', 'retain')], portal).level).toBe('none');
  });

  it.each([
    ['hash', 'retain', 'hash'],
    ['retain', 'view', 'view'],
    ['view', 'view', 'view'],
  ] as const)('of %s and %s is %s', (owner, triaging, expected) => {
    expect(strictestMandate([grant('owner', owner), grant('triaging', triaging)], portal).level).toBe(
      expected,
    );
  });

  it('keeps a copy for the shorter of two times', () => {
    const grants = [grant('owner', 'view', { keepHours: 48 }), grant('triaging', 'view', { keepHours: 12 })];
    expect(strictestMandate(grants, portal).keepHours).toBe(12);
  });

  it('takes the grant for the portal before the grant for all, even when it is stricter', () => {
    const grants = [
      grant('owner', 'retain'),
      grant('owner', 'hash', { portalId: 'p' }),
      grant('triaging', 'retain'),
    ];
    expect(strictestMandate(grants, portal)).toMatchObject({ level: 'hash', mandateId: 'owner-hash' });
  });

  it('takes no notice of a grant for another portal', () => {
    const grants = [grant('owner', 'retain', { portalId: 'other' }), grant('triaging', 'retain')];
    expect(strictestMandate(grants, portal).level).toBe('none');
  });

  it('takes the strictest of several in force', () => {
    const grants = [grant('owner', 'retain'), grant('owner', 'view'), grant('triaging', 'retain')];
    expect(strictestMandate(grants, portal).level).toBe('view');
  });

  it('of a portal whose own grant has expired is nothing, and not what holds for all', () => {
    const grants = [
      grant('owner', 'retain'),
      grant('triaging', 'retain'),
      grant('owner', 'hash', { portalId: 'p', isExpired: true }),
    ];
    expect(strictestMandate(grants, portal).level).toBe('none');
    expect(strictestMandate([grant('owner', 'retain', { isExpired: true }), grants[1]!], portal).level).toBe(
      'none',
    );
  });
});
