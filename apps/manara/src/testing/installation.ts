// An installation as an operator has it: a database, a key file, a folder for files; commands run in this process.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { KeyRing } from '#libs/platform';
import { createTestDatabase } from '../../../../test/support/database.js';
import { addEvidenceCommands } from '../evidence.commands.js';
import { addKeyCommands } from '../key.commands.js';
import { addMandateCommands } from '../mandate.commands.js';
import { addOrganisationCommands } from '../organisation.commands.js';
import { addPortalCommands } from '../portal.commands.js';
import { addHoldCommands, addPreserveCommands } from '../preserve.commands.js';
import { addRecipientCommands } from '../recipient.commands.js';
import { addRetentionCommands } from '../retention.commands.js';
import { addSetupCommand } from '../setup.commands.js';
import { addSourceCommands } from '../source.commands.js';
import { addUserCommands } from '../user.commands.js';
import { runCommand } from './run-command.js';

const GROUPS = [
  addSetupCommand,
  addOrganisationCommands,
  addUserCommands,
  addPortalCommands,
  addMandateCommands,
  addRecipientCommands,
  addRetentionCommands,
  addPreserveCommands,
  addHoldCommands,
  addKeyCommands,
  addEvidenceCommands,
  addSourceCommands,
];

export type Installation = Awaited<ReturnType<typeof createInstallation>>;

/** A line of a key file. */
export const newKey = (): string => randomBytes(32).toString('base64');

/** Made anew, with a key file of one key. */
export async function createInstallation() {
  const test = await createTestDatabase();
  const folder = mkdtempSync(join(tmpdir(), 'manara-installation-'));
  const keyFile = join(folder, 'master.key');
  const dataDir = join(folder, 'data');
  const setKeys = (...keys: string[]) => writeFileSync(keyFile, `${keys.join('\n')}\n`, { mode: 0o600 });
  setKeys(newKey());
  const addAll = (program: Command) => {
    for (const add of GROUPS) add(program);
  };
  const run = (...args: string[]) =>
    runCommand(addAll, args, {
      DATABASE_URL: test.ownerUrl,
      TRIAGE_DATABASE_URL: test.urls.triage,
      MANARA_KEY_FILE: keyFile,
      DATA_DIR: dataDir,
      NODE_ENV: 'production',
      MANARA_DEMO: '0',
    });
  return {
    test,
    dataDir,
    run,
    /** With `--json`, parsed. */
    json: async (...args: string[]) => JSON.parse((await run(...args, '--json')).lines.join('\n')),
    /** Writes a file. @returns its path */
    file: (name: string, content: string | object): string => {
      const path = join(folder, name);
      writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
      return path;
    },
    /** The key file's keys, newest first. */
    ring: () => KeyRing.fromFile(keyFile, 'MANARA_KEY_FILE'),
    /** Puts keys into the key file. */
    setKeys,
    /** The operator's acts in an organisation, in order. */
    acts: async (code: string): Promise<string[]> => {
      const rows = await test.asOwner<{ act: string }>(
        `SELECT e.act FROM audit_events e JOIN organisations o ON o.id = e.organisation_id
         WHERE o.code = $1 AND e.actor_kind = 'operator' ORDER BY e.id`,
        [code],
      );
      return rows.map(({ act }) => act);
    },
    close: async () => {
      await test.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
