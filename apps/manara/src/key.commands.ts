import type { Command } from 'commander';
import { EvidenceStore, openStorage } from '#libs/evidence';
import { asOwner, everyOrganisation, masterRing } from './operator.js';
import { show } from './options.js';
import { listKeysInUse, rotateKeys } from './rotate-keys.js';

export function addKeyCommands(program: Command): void {
  const key = program.command('key').description('the master keys of MANARA_KEY_FILE');

  key
    .command('rotate')
    .description('bring everything that older master keys protect under the newest; can be run again')
    .option('--json', 'print JSON')
    .action((flags: { json?: boolean }) =>
      asOwner(async ({ settings, database }) => {
        const ring = masterRing(settings);
        const ids = (await everyOrganisation(database)).map(({ id }) => id);
        const evidence = new EvidenceStore(openStorage(settings.evidenceUrl, settings.dataDir), ring);
        const rotated = await rotateKeys(database, ring, evidence, ids, (kind, values) =>
          process.stderr.write(`${kind}: ${values}\n`),
        );
        show(
          flags.json,
          rotated,
          ...Object.entries(rotated).map(([kind, values]) => `${kind}: ${values} sealed anew`),
          'Everything is under the newest key. Older lines may go from the key file once every program was restarted',
          'with the new one and a further run finds nothing; keep them with the backups that were made under them.',
        );
      }),
    );

  key
    .command('list')
    .description('which master keys protect how much; status 1 when one that is needed is missing')
    .option('--json', 'print JSON')
    .action((flags: { json?: boolean }) =>
      asOwner(async ({ settings, database }) => {
        const ids = (await everyOrganisation(database)).map(({ id }) => id);
        const found = await listKeysInUse(database, masterRing(settings), ids);
        show(
          flags.json,
          found,
          ...found.map(({ kind, key: id, values, standing }) => `${id}  ${standing}  ${kind}  ${values}`),
        );
        if (found.some(({ standing }) => standing === 'missing')) process.exitCode = 1;
      }),
    );
}
