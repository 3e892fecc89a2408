// An organisation with an administrator and a supervisor who are signed in, for tests of administration.
import { makeOrganisation, type World } from '../../../../test/support/review-world.js';
import { ConsoleUnderTest, type Answer, type Signed } from './console-under-test.js';

const DAY_MS = 86_400_000;
export const inDays = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString();

/** Status and names of the fields that a refusal finds wrong. */
export const fieldsOf = (answer: Answer): unknown[] => [
  answer.status,
  Object.keys(answer.json.fields ?? {}).sort(),
];

export interface AdministrationUnderTest {
  readonly world: World;
  readonly administrator: Signed;
  readonly supervisor: Signed;
  /** Calls the API below its prefix, as the administrator unless told otherwise. */
  readonly call: (method: string, path: string, body?: unknown, as?: Signed) => Promise<Answer>;
  /** What the audit log of the organisation says was done, without sign-ins and the making of accounts. */
  readonly acts: () => Promise<string[]>;
}

/** A new organisation in a console that runs. */
export async function makeAdministration(console_: ConsoleUnderTest): Promise<AdministrationUnderTest> {
  const world = await makeOrganisation(console_.test);
  const administrator = await console_.signIn(world, 'administrator');
  const supervisor = await console_.signIn(world, 'supervisor');
  return {
    world,
    administrator,
    supervisor,
    call: (method, path, body, as = administrator) =>
      console_.call(method, `/api/v1${path}`, { as, ...(body === undefined ? {} : { body }) }),
    async acts() {
      const events = await console_.test.asOwner<{ act: string }>(
        `SELECT act FROM audit_events WHERE organisation_id = $1 ORDER BY id`,
        [world.organisationId],
      );
      return events.map(({ act }) => act).filter((act) => !/^(account\.created|session\.)/.test(act));
    },
  };
}
