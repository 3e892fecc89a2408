// Walks the chain of an organisation and says where it breaks.
import type { EntityManager } from 'typeorm';
import { chainStart, linkOf } from './chain.js';
import { isCheckpointGenuine, type Checkpoint } from './checkpoint.js';
import { chained, EVENT_COLUMNS, type StoredEvent } from './sealer.js';

export interface ChainVerdict {
  readonly organisationId: string;
  readonly events: number;
  readonly unsealed: number;
  readonly checkpoints: number;
  /** Undefined: the chain is whole and agrees with every checkpoint. */
  readonly broken?: { readonly number: string; readonly problem: string };
}

const BATCH = 5000;

/**
 * Verifies the chain of an organisation against itself, the stored checkpoints and those kept elsewhere.
 * @param kept checkpoints from outside the database
 * @param ownKeys public keys that checkpoints must bear, `checkpointKeys`; without them any key is taken, and whoever
 *   rewrites everything may sign anew
 */
export async function verifyChain(
  manager: EntityManager,
  organisationId: string,
  kept: readonly Checkpoint[] = [],
  ownKeys?: readonly Buffer[],
): Promise<ChainVerdict> {
  const stored: Checkpoint[] = (
    await manager.query(
      `SELECT number, link, made_at, public_key, signature FROM audit_checkpoints WHERE organisation_id = $1 ORDER BY number`,
      [organisationId],
    )
  ).map((row: { number: string; link: Buffer; made_at: Date; public_key: Buffer; signature: Buffer }) => ({
    organisationId,
    number: BigInt(row.number),
    link: row.link,
    madeAt: row.made_at,
    publicKey: row.public_key,
    signature: row.signature,
  }));
  const checkpoints = [...stored, ...kept.filter((one) => one.organisationId === organisationId)];
  const [{ unsealed }] = await manager.query(
    `SELECT count(*)::int AS unsealed FROM audit_events WHERE organisation_id = $1 AND number IS NULL`,
    [organisationId],
  );
  let number = 0n;
  let previous = chainStart(organisationId);
  const verdict = (broken?: ChainVerdict['broken']): ChainVerdict => ({
    organisationId,
    events: Number(number),
    unsealed,
    checkpoints: checkpoints.length,
    ...(broken === undefined ? {} : { broken }),
  });
  const links = new Map<bigint, Buffer>();
  const wanted = new Set(checkpoints.map((one) => one.number));
  for (;;) {
    const rows: (StoredEvent & { number: string; previous: Buffer; link: Buffer })[] = await manager.query(
      `SELECT ${EVENT_COLUMNS}, number, previous, link FROM audit_events
       WHERE organisation_id = $1 AND number > $2 ORDER BY number LIMIT $3`,
      [organisationId, number.toString(), BATCH],
    );
    if (rows.length === 0) break;
    for (const row of rows) {
      if (BigInt(row.number) !== number + 1n) {
        return verdict({ number: (number + 1n).toString(), problem: 'an event is missing' });
      }
      number += 1n;
      const link = linkOf(previous, number, chained(row));
      if (!row.previous.equals(previous) || !row.link.equals(link)) {
        return verdict({ number: number.toString(), problem: 'an event was changed after it was linked' });
      }
      previous = link;
      if (wanted.has(number)) links.set(number, link);
    }
  }
  for (const checkpoint of checkpoints) {
    const at = checkpoint.number.toString();
    const isOurs = ownKeys === undefined || ownKeys.some((key) => key.equals(checkpoint.publicKey));
    if (!isOurs || !isCheckpointGenuine(checkpoint))
      return verdict({ number: at, problem: 'a checkpoint is not genuine' });
    const link = links.get(checkpoint.number);
    if (link === undefined) return verdict({ number: at, problem: 'the chain ends before a checkpoint' });
    if (!link.equals(checkpoint.link)) {
      return verdict({ number: at, problem: 'the chain was rewritten: it disagrees with a checkpoint' });
    }
  }
  return verdict();
}
