// The demonstration's organisations, portals, accounts, list and recipient. Everything can be done twice.
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createAccount, type Role } from '#libs/identity';
import { importList } from '#libs/known-material';
import { createOrganisationKey, parsePublishedSettings } from '#libs/organisations';
import { newId, type Database, type KeyRing, type Settings } from '#libs/platform';
import { setRecipientSecret } from '#libs/referrals';
import { demonstrationOrganisations, type DemonstrationOrganisation } from './demonstration-data.js';

interface DemonstrationAccount {
  readonly email: string;
  readonly password: string;
  readonly role: Role;
}

export interface DemonstrationResult {
  readonly accounts: readonly DemonstrationAccount[];
}

/** Sets up what is missing of the demonstration. Its sample site and its ICCAM sandbox must be running. */
export async function setUpDemonstration(
  settings: Settings,
  database: Database,
  ring: KeyRing,
): Promise<DemonstrationResult> {
  const accountsFile = join(settings.dataDir, 'demo-accounts.json');
  const accounts: DemonstrationAccount[] = existsSync(accountsFile)
    ? (JSON.parse(readFileSync(accountsFile, 'utf8')) as DemonstrationAccount[])
    : [];
  for (const organisation of demonstrationOrganisations) {
    const id = await ensureOrganisation(database, ring, organisation);
    await ensurePortal(database, id, organisation);
    await ensureMandate(database, id);
    for (const { email, role, displayName } of organisation.accounts) {
      const known = await database.within(id, (manager) =>
        manager.query(`SELECT 1 FROM staff_accounts WHERE email = $1`, [email]),
      );
      if (known.length > 0) continue;
      const created = await database.within(id, (manager) =>
        createAccount(manager, ring, { organisationId: id, email, displayName, role, withoutTotp: true }),
      );
      accounts.push({ email, password: created.password, role });
    }
    if (organisation.isIccamMember) await ensureIccamRecipient(settings, database, ring, id);
    await importSampleList(settings, database, id);
  }
  writeFileSync(accountsFile, `${JSON.stringify(accounts, null, 2)}\n`, { mode: 0o600 });
  chmodSync(accountsFile, 0o600);
  return { accounts };
}

async function ensureOrganisation(
  database: Database,
  ring: KeyRing,
  organisation: DemonstrationOrganisation,
): Promise<string> {
  const [known] = await database.queryAcrossOrganisationsByNamedFunction<{ id: string }>(
    `SELECT id FROM organisations WHERE code = $1`,
    [organisation.code],
  );
  if (known !== undefined) return known.id;
  const id = newId();
  await database.within(id, async (manager) => {
    await manager.query(
      `INSERT INTO organisations (id, code, name, country, is_demonstration, policy) VALUES ($1, $2, $3, $4, true, $5)`,
      [id, organisation.code, organisation.name, organisation.country, organisation.policy],
    );
    await createOrganisationKey(manager, ring, id);
  });
  return id;
}

async function ensurePortal(
  database: Database,
  organisationId: string,
  organisation: DemonstrationOrganisation,
): Promise<void> {
  const { slug, country, locales, published } = organisation.portal;
  parsePublishedSettings(published);
  await database.within(organisationId, (manager) =>
    manager.query(
      `INSERT INTO portals (id, organisation_id, triaging_organisation_id, slug, country, locales, published, is_live, is_demonstration)
       VALUES ($1, $2, $2, $3, $4, $5, $6, true, true)
       ON CONFLICT (slug) DO UPDATE SET published = excluded.published, locales = excluded.locales`,
      [newId(), organisationId, slug, country, locales, published],
    ),
  );
}

async function ensureMandate(database: Database, organisationId: string): Promise<void> {
  await database.within(organisationId, (manager) =>
    manager.query(
      `INSERT INTO mandates (id, organisation_id, level, keep_hours, legal_instrument, approved_by, approved_at, expires_at)
       SELECT $1, $2, 'view', 72, 'Demonstration with harmless pictures', 'The operator of this demonstration', now(),
         now() + interval '1 year'
       WHERE NOT EXISTS (SELECT 1 FROM mandates WHERE organisation_id = $2 AND revoked_at IS NULL AND expires_at > now())`,
      [newId(), organisationId],
    ),
  );
}

async function ensureIccamRecipient(
  settings: Settings,
  database: Database,
  ring: KeyRing,
  organisationId: string,
): Promise<void> {
  const folder = process.env.ICCAM_SANDBOX_DIR ?? join(settings.dataDir, 'iccam-sandbox');
  const read = (name: string) => readFileSync(join(folder, name), 'utf8');
  const account = JSON.parse(read('account.json')) as { username: string; password: string };
  const recipient = {
    id: newId(),
    organisationId,
    host: settings.listenHost,
    port: settings.iccamSandboxPort,
  };
  await database.within(organisationId, async (manager) => {
    const [{ id }] = await manager.query(
      `INSERT INTO recipients (id, organisation_id, name, way, host, port, details, is_sandbox)
       VALUES ($1, $2, 'ICCAM (sandbox)', 'iccam', $3, $4, $5, true)
       ON CONFLICT (organisation_id, name) DO UPDATE SET host = excluded.host, port = excluded.port, details = excluded.details
       RETURNING id`,
      [
        recipient.id,
        organisationId,
        recipient.host,
        recipient.port,
        { ca: read('ca.pem'), isInternal: true, analystName: account.username },
      ],
    );
    await setRecipientSecret(
      manager,
      ring,
      { ...recipient, id },
      {
        username: account.username,
        password: account.password,
        clientCertificate: read('client.pem'),
        clientKey: read('client-key.pem'),
      },
    );
  });
}

async function importSampleList(
  settings: Settings,
  database: Database,
  organisationId: string,
): Promise<void> {
  const address = `http://${settings.listenHost}:${settings.sampleSitePort}/lists/sample.csv`;
  const answer = await fetch(address);
  if (!answer.ok || answer.body === null) throw new Error('the sample site does not give its list');
  await importList(
    database,
    organisationId,
    {
      name: 'Sample list',
      source: 'Sample site of the demonstration',
      trust: 'several-analysts',
      effect: 'settle',
      legalBasis: 'Demonstration with harmless pictures',
    },
    answer.body,
    'csv',
    { actor: { kind: 'operator' } },
  );
}
