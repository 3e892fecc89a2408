import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '#libs/platform';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { makeOrganisation, type World } from '../../../test/support/review-world.js';
import { addDoctorCommand } from './doctor.command.js';
import { runCommand } from './testing/run-command.js';

describe('the doctor of an installation whose audit log', () => {
  let test: TestDatabase;
  let world: World;
  let dataDir: string;
  beforeAll(async () => {
    test = await createTestDatabase();
    world = await makeOrganisation(test);
    dataDir = mkdtempSync(join(tmpdir(), 'manara-doctor-'));
  });
  afterAll(async () => {
    await test.drop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const doctor = async () => {
    const { lines, exitCode } = await runCommand(addDoctorCommand, ['doctor', '--json'], {
      TRIAGE_DATABASE_URL: test.urls.triage,
      DATA_DIR: dataDir,
    });
    const findings = JSON.parse(lines.join('')) as { what: string; state: string }[];
    return { exitCode, audit: findings.find(({ what }) => what === 'audit log')?.state };
  };
  const event = (minutesAgo: number) =>
    test.asOwner(
      `INSERT INTO audit_events (id, organisation_id, at, actor_kind, act, subject_kind)
       VALUES ($1, $2, now() - make_interval(mins => $3), 'machine', 'case.opened', 'case')`,
      [newId(), world.organisationId, minutesAgo],
    );

  it('is behind by a moment says that it is well', async () => {
    await event(0);
    expect(await doctor()).toEqual({ exitCode: undefined, audit: 'ok' });
  });

  it('is behind for minutes says that it is broken, by its exit status as well', async () => {
    await event(5);
    expect(await doctor()).toEqual({ exitCode: 1, audit: 'broken' });
  });
});
