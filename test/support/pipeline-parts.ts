// What every world of triage is made of: a hotline in the demonstration, its list, its recipient, its reports. Written
// as the owner, so that what is tested finds them as the other programs left them.
import { createHash } from 'node:crypto';
import type { startSandbox } from '../../apps/iccam-sandbox/src/sandbox.js';
import { sampleListCsv } from '../../apps/sample-site/src/sample-list.js';
import { importList } from '#libs/known-material';
import { createOrganisationKey } from '#libs/organisations';
import { createDataSource, Database, KeyRing, newId, newRandomId } from '#libs/platform';
import { setRecipientSecret } from '#libs/referrals';
import type { TestDatabase } from './database.js';

export type RunningSandbox = Awaited<ReturnType<typeof startSandbox>>;

/** The key of every test; it protects nothing. */
export const TEST_KEY = createHash('sha256').update('a key for tests').digest();

/** A hotline with one portal, and what writes in its name. */
export interface Hotline {
  readonly organisationId: string;
  readonly portalId: string;
  readonly ring: KeyRing;
  /** Under the owner's role, for what needs a transaction of the libraries. */
  readonly owner: Database;
  readonly setMandate: (level: string) => Promise<void>;
  /** Writes a report as the portal's function does. @returns its id */
  readonly report: (addresses: readonly string[], more?: { childInDanger?: boolean }) => Promise<string>;
  /** Closes the owner's connection. */
  close(): Promise<void>;
}

/** Makes an organisation in Luxembourg with its key, its portal and the sample list. */
export async function createHotline(test: TestDatabase, mandate: string): Promise<Hotline> {
  const ring = new KeyRing([TEST_KEY]);
  const organisationId = newId();
  const portalId = newId();
  const dataSource = createDataSource({ url: test.ownerUrl, program: 'test-owner', poolSize: 1 });
  await dataSource.initialize();
  const owner = new Database(dataSource);
  await test.asOwner(
    `INSERT INTO organisations (id, code, name, country, is_demonstration) VALUES ($1, 'TEST', 'Test hotline', 'LU', true)`,
    [organisationId],
  );
  const keyId = await owner.within(organisationId, async (manager) => {
    await createOrganisationKey(manager, ring, organisationId);
    const [key] = await manager.query(`SELECT id FROM organisation_keys WHERE organisation_id = $1`, [
      organisationId,
    ]);
    return key.id as string;
  });
  await test.asOwner(
    `INSERT INTO portals (id, organisation_id, triaging_organisation_id, slug, country, locales, is_live, is_demonstration)
     VALUES ($1, $2, $2, 'test', 'LU', '{en}', true, true)`,
    [portalId, organisationId],
  );
  const setMandate = async (level: string) => {
    await test.asOwner(`UPDATE mandates SET revoked_at = now() WHERE organisation_id = $1`, [organisationId]);
    if (level === 'none') return;
    await test.asOwner(
      `INSERT INTO mandates (id, organisation_id, level, legal_instrument, approved_by, approved_at, expires_at)
       VALUES ($1, $2, $3, 'Test', 'Test', now(), now() + interval '1 day')`,
      [newId(), organisationId, level],
    );
  };
  await setMandate(mandate);
  return {
    organisationId,
    portalId,
    ring,
    owner,
    setMandate,
    async report(addresses, more = {}) {
      const id = newRandomId();
      await test.asOwner(
        `INSERT INTO reports (id, organisation_id, owning_organisation_id, portal_id, organisation_key_id, locale, kind,
           child_in_danger, received_at)
         VALUES ($1, $2, $2, $3, $4, 'en', 'picture', $5, date_trunc('minute', now()))`,
        [id, organisationId, portalId, keyId, more.childInDanger ?? false],
      );
      for (const [position, address] of addresses.entries()) {
        await test.asOwner(
          `INSERT INTO report_addresses (id, organisation_id, report_id, position, as_typed, normalised)
           VALUES (gen_random_uuid(), $1, $2, $3, $4, $4)`,
          [organisationId, id, position + 1, address],
        );
      }
      return id;
    },
    close: () => dataSource.destroy(),
  };
}

/** Makes the sandbox the hotline's way onward. @param port where it is reached, if not directly */
export async function addSandboxRecipient(
  { owner, organisationId, ring }: Hotline,
  sandbox: RunningSandbox,
  port = Number(new URL(sandbox.url).port),
): Promise<void> {
  const recipient = { id: newId(), organisationId, host: '127.0.0.1', port };
  await owner.within(organisationId, async (manager) => {
    await manager.query(
      `INSERT INTO recipients (id, organisation_id, name, way, host, port, details, is_sandbox)
       VALUES ($1, $2, 'ICCAM (sandbox)', 'iccam', $3, $4, $5, true)`,
      [
        recipient.id,
        organisationId,
        recipient.host,
        recipient.port,
        { ca: sandbox.caPem, isInternal: true, analystName: sandbox.account.username },
      ],
    );
    await setRecipientSecret(manager, ring, recipient, {
      username: sandbox.account.username,
      password: sandbox.account.password,
      clientCertificate: sandbox.clientPem,
      clientKey: sandbox.clientKeyPem,
    });
  });
}

/** Imports the list of known pictures. @param database under triage's role */
export async function importSampleList(database: Database, organisationId: string): Promise<void> {
  await importCsv(database, organisationId, 'Sample list', await sampleListCsv());
}

/** Imports a list that several analysts have confirmed. @param database under triage's role */
export async function importCsv(
  database: Database,
  organisationId: string,
  name: string,
  csv: string,
): Promise<void> {
  await importList(
    database,
    organisationId,
    { name, trust: 'several-analysts', effect: 'settle' },
    (async function* () {
      yield Buffer.from(csv);
    })(),
    'csv',
    { actor: { kind: 'operator' } },
  );
}
