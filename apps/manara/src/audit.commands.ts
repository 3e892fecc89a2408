import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { checkpointKeys, verifyChain, type ChainVerdict, type Checkpoint } from '#libs/audit';
import { InvalidInputError } from '#libs/platform';
import { asOwner, masterRing } from './operator.js';

interface CheckpointLine {
  organisationId: string;
  number: string;
  link: string;
  madeAt: string;
  publicKey: string;
  signature: string;
}

export function addAuditCommands(program: Command): void {
  const audit = program.command('audit').description('the audit log');

  audit
    .command('verify')
    .description('walk the chain of every organisation and say where it breaks')
    .option(
      '--checkpoints <file>',
      'checkpoints that were kept elsewhere, as `audit checkpoints` prints them',
    )
    .option('--json', 'print JSON')
    .action(async (options: { checkpoints?: string; json?: boolean }) => {
      const kept = options.checkpoints === undefined ? [] : readCheckpoints(options.checkpoints);
      const verdicts = await asOwner(async ({ database, settings }) => {
        // Without the key file the chain is still walked; only whose hand signed the checkpoints stays open.
        const ownKeys =
          settings.masterKeyFile === undefined ? undefined : checkpointKeys(masterRing(settings));
        const organisations = await database.queryAcrossOrganisationsByNamedFunction<{
          id: string;
          code: string;
        }>(`SELECT id, code FROM organisations ORDER BY code`);
        const all: (ChainVerdict & { code: string })[] = [];
        for (const { id, code } of organisations) {
          const verdict = await database.within(id, (manager) => verifyChain(manager, id, kept, ownKeys));
          all.push({ code, ...verdict });
        }
        return all;
      });
      if (options.json) console.log(JSON.stringify(verdicts));
      else {
        for (const { code, events, checkpoints, broken } of verdicts) {
          console.log(
            broken === undefined
              ? `${code}: whole, ${events} events, ${checkpoints} checkpoints`
              : `${code}: BROKEN at event ${broken.number}: ${broken.problem}`,
          );
        }
      }
      if (verdicts.some((verdict) => verdict.broken !== undefined)) process.exitCode = 1;
    });

  audit
    .command('checkpoints')
    .description('print the signed checkpoints, one JSON object a line; keep them on another machine')
    .action(async () => {
      await asOwner(async ({ database }) => {
        const rows = await database.queryAcrossOrganisationsByNamedFunction<{
          organisation_id: string;
          number: string;
          link: Buffer;
          made_at: Date;
          public_key: Buffer;
          signature: Buffer;
        }>(
          `SELECT organisation_id, number, link, made_at, public_key, signature FROM audit_checkpoints ORDER BY organisation_id, number`,
        );
        for (const row of rows) {
          const line: CheckpointLine = {
            organisationId: row.organisation_id,
            number: row.number,
            link: row.link.toString('hex'),
            madeAt: row.made_at.toISOString(),
            publicKey: row.public_key.toString('hex'),
            signature: row.signature.toString('hex'),
          };
          console.log(JSON.stringify(line));
        }
      });
    });
}

function readCheckpoints(path: string): Checkpoint[] {
  try {
    return readFileSync(path, 'utf8')
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => {
        const one = JSON.parse(line) as CheckpointLine;
        return {
          organisationId: one.organisationId,
          number: BigInt(one.number),
          link: Buffer.from(one.link, 'hex'),
          madeAt: new Date(one.madeAt),
          publicKey: Buffer.from(one.publicKey, 'hex'),
          signature: Buffer.from(one.signature, 'hex'),
        };
      });
  } catch {
    throw new InvalidInputError('The file of checkpoints cannot be read; it holds one JSON object a line.');
  }
}
