// The life of an import that is asked for in the console.
import type { EntityManager } from 'typeorm';
import { ConflictError } from '#libs/platform';

export const LIST_IMPORT_STATES = ['uploading', 'queued', 'running', 'done', 'failed', 'cancelled'] as const;
export type ListImportState = (typeof LIST_IMPORT_STATES)[number];

/** State → states that may follow. */
export const LIST_IMPORT_TRANSITIONS: Readonly<Record<ListImportState, readonly ListImportState[]>> = {
  uploading: ['queued', 'failed', 'cancelled'],
  queued: ['running', 'cancelled'],
  // To itself: another worker goes on where one was killed. Back: it is tried again later.
  running: ['running', 'queued', 'done', 'failed', 'cancelled'],
  done: [],
  failed: [],
  cancelled: [],
};

/** Whether a state is the last one. */
export const hasEnded = (state: ListImportState): boolean => LIST_IMPORT_TRANSITIONS[state].length === 0;

/** What is noted of an import with its move; SQL values by column. */
export interface ListImportNotes {
  readonly attempts?: number;
  readonly hash_list_id?: string;
  readonly outcome?: string;
  readonly refused?: number;
  readonly read_entries?: number;
  readonly failure?: string;
  readonly failure_text?: string | null;
}

/**
 * The one place that sets an import's state.
 * @param dueInSeconds when a worker may take it, or another may; absent where nobody is to
 * @param attempt where given, only the worker of that attempt may move it
 * @throws ConflictError when it stands where this state cannot follow, or another has it
 */
export async function moveListImport(
  manager: EntityManager,
  organisationId: string,
  id: string,
  to: ListImportState,
  { dueInSeconds, attempt, ...notes }: ListImportNotes & { dueInSeconds?: number; attempt?: number } = {},
): Promise<void> {
  const from = LIST_IMPORT_STATES.filter((state) => LIST_IMPORT_TRANSITIONS[state].includes(to));
  const noted = Object.entries(notes);
  const sets = noted.map(([column], index) => `, ${column} = $${index + 7}`).join('');
  const ended = hasEnded(to) ? ', ended_at = now()' : '';
  // By the database's clock, whatever the worker's says.
  const [, moved] = (await manager.query(
    `UPDATE list_imports SET state = $3, due_at = now() + make_interval(secs => $6)${ended}${sets}
     WHERE id = $1 AND organisation_id = $2 AND state = ANY ($4) AND ($5::int IS NULL OR attempts = $5)`,
    [id, organisationId, to, from, attempt ?? null, dueInSeconds ?? null, ...noted.map(([, value]) => value)],
  )) as [unknown, number];
  if (moved === 0) {
    throw new ConflictError('list-import-moved', `The import cannot become ${to} from where it is by now.`);
  }
}
