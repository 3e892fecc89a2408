// The work of an import that was asked for in the console, in triage. One at a time in a process: it takes a connection
// for minutes. Killed at any point, another worker goes on with it from the uploaded parts and what is staged of them;
// that it is done, and what became of it, stands in the same transaction as the version itself.
import type { EntityManager } from 'typeorm';
import {
  ConflictError,
  type Database,
  errorCode,
  firstRow,
  type KeyRing,
  ManaraError,
  openFor,
} from '#libs/platform';
import { SourceChangedError } from '../known-material.errors.js';
import { importList, type ImportResult, takeListBack } from '../import.service.js';
import type { ListSettings } from '../list-settings.js';
import type { ColumnMapping } from '../list.reader.js';
import type { ListFormat } from '../list.formats.js';
import type { RefusedLine } from '../new-entry.js';
import type { ListImportKind, ListImportOutcome } from './list-import.entity.js';
import { moveListImport } from './list-import.lifecycle.js';
import { widenLimits } from './wider-limits.js';
import { partOf } from './list-upload.service.js';

/** How long a worker has an import without a sign of life. */
const HOLD_SECONDS = 60;
const BEAT_MS = 2000;
/** Attempts that ended the process, or in an error that may pass. */
const MOST_ATTEMPTS = 5;
const AGAIN_SECONDS = 30;
/** As files are read, so that lines are taken apart in small batches. */
const SLICE_BYTES = 64 * 1024;
const REFUSALS_A_ROW = 5000;
/** Refused lines that are kept; the rest is counted. */
const MOST_REFUSALS = 1_000_000;

/** Somebody cancelled it, or another worker has it. */
class ImportLostError extends ManaraError {
  constructor() {
    super('list-import-lost', 'The import is no longer of this worker.', 409);
  }
}

export interface ListImportOptions {
  readonly database: Database;
  /** With the keys that the console seals parts with. */
  readonly ring: KeyRing;
  /** Told of what ended an attempt and is nobody's wrong file. */
  readonly onError?: (error: unknown) => void;
  readonly beatMs?: number;
}

interface Held {
  readonly id: string;
  readonly organisationId: string;
  readonly kind: ListImportKind;
  readonly listName: string;
  readonly askedBy: string;
  readonly format: ListFormat | null;
  readonly columns: ColumnMapping | null;
  readonly settings: Omit<ListSettings, 'name'>;
  readonly toVersion: number | null;
  readonly parts: number;
  readonly attempt: number;
}

export class ListImportRunner {
  private isBusy = false;

  constructor(private readonly options: ListImportOptions) {}

  /** Does an import if it is due. @returns `waits` when this process has another one; the upkeep brings it back */
  async run(organisationId: string, listImportId: string): Promise<'done' | 'waits'> {
    if (this.isBusy) return 'waits';
    this.isBusy = true;
    try {
      const held = await takeHold(this.options.database, organisationId, listImportId);
      if (held !== undefined) await new Attempt(this.options, held).run();
      return 'done';
    } finally {
      this.isBusy = false;
    }
  }
}

/** One worker's try at an import. */
class Attempt {
  private readBytes = 0;
  private readEntries = 0;
  private refused = 0;
  private pending: string[] = [];
  private rows = 0;
  private isLost = false;
  private beating: Promise<void> = Promise.resolve();

  constructor(
    private readonly options: ListImportOptions,
    private readonly held: Held,
  ) {}

  async run(): Promise<void> {
    const { held } = this;
    const beat = setInterval(() => {
      this.beating = this.beating.then(() => this.beat());
    }, this.options.beatMs ?? BEAT_MS);
    try {
      if (held.attempt > MOST_ATTEMPTS) {
        throw new ManaraError(
          'too-many-attempts',
          'The import was begun again and again and never ended; see the log of triage.',
          409,
        );
      }
      await this.import();
    } catch (error) {
      await this.giveUp(error);
    } finally {
      clearInterval(beat);
      await this.beating;
    }
  }

  private async import(): Promise<ImportResult> {
    const { kind, listName, format, columns, settings, askedBy, toVersion, organisationId } = this.held;
    const { database } = this.options;
    const actor = { kind: 'staff', id: askedBy } as const;
    const concluding = (manager: EntityManager, result: ImportResult) => this.conclude(manager, result);
    if (kind === 'limits')
      return widenLimits(database, organisationId, listName, settings, actor, concluding);
    if (toVersion !== null)
      return takeListBack(database, organisationId, listName, toVersion, actor, concluding);
    return importList(database, organisationId, { ...settings, name: listName }, this.file(), format!, {
      actor,
      concluding,
      identity: { upload: this.held.id },
      ...(columns && { columns }),
      onRefused: (line) => this.refuse(line),
      onProgress: ({ entries }) => {
        this.readEntries = entries;
      },
    });
  }

  /** The uploaded file. */
  private async *file(): AsyncGenerator<Uint8Array> {
    const { id, organisationId, parts } = this.held;
    for (let number = 0; number < parts; number++) {
      const part = await this.within(async (manager) =>
        firstRow<{ sealed: Buffer }>(
          await manager.query(
            `SELECT sealed FROM list_import_parts WHERE list_import_id = $1 AND organisation_id = $2 AND number = $3`,
            [id, organisationId, number],
          ),
        ),
      );
      // Taken away when it was cancelled.
      if (part === undefined) throw new ImportLostError();
      const bytes = openFor(
        this.options.ring,
        'list-upload',
        part.sealed,
        partOf(organisationId, id, number),
      );
      for (let at = 0; at < bytes.length; at += SLICE_BYTES) {
        if (this.isLost) throw new ImportLostError();
        const slice = bytes.subarray(at, at + SLICE_BYTES);
        yield slice;
        this.readBytes += slice.length;
        if (this.pending.length >= REFUSALS_A_ROW) await this.within((manager) => this.keepRefusals(manager));
      }
    }
  }

  private refuse({ line, reason }: RefusedLine): void {
    this.refused++;
    if (this.refused <= MOST_REFUSALS) this.pending.push(`${line},${reason}\n`);
  }

  private async keepRefusals(manager: EntityManager): Promise<void> {
    if (this.pending.length === 0) return;
    const { id, organisationId, attempt } = this.held;
    const [kept] = [this.pending];
    this.pending = [];
    await manager.query(
      `INSERT INTO list_import_refusals (list_import_id, organisation_id, number, lines)
       SELECT id, organisation_id, $4, $5 FROM list_imports
       WHERE id = $1 AND organisation_id = $2 AND attempts = $3 AND state = 'running' FOR SHARE`,
      [id, organisationId, attempt, this.rows++, kept.join('')],
    );
  }

  /** In the transaction that makes the version what it becomes. */
  private async conclude(manager: EntityManager, result: ImportResult): Promise<void> {
    const { id, organisationId, attempt } = this.held;
    await this.keepRefusals(manager);
    const { state, version, waitingVersion, entries, added, ended, hashListId, refused } = result;
    const outcome: ListImportOutcome = { state, version, waitingVersion, entries, added, ended };
    const notes = {
      hash_list_id: hashListId,
      outcome: JSON.stringify(outcome),
      refused,
      read_entries: entries,
    };
    await moveListImport(manager, organisationId, id, 'done', { ...notes, attempt });
  }

  private async giveUp(error: unknown): Promise<void> {
    const { id, organisationId, attempt } = this.held;
    const code = errorCode(error);
    if (error instanceof ImportLostError || code === 'list-import-moved') return;
    const isBusy = error instanceof ConflictError && error.code === 'import-running';
    // Parts do not change, but what this version of the program reads in them may: the next attempt begins anew.
    const isOther = error instanceof SourceChangedError;
    const isFinal = !isBusy && !isOther && error instanceof ManaraError && error.statusCode < 500;
    if (!isFinal && !isBusy) this.options.onError?.(error);
    try {
      await this.within(async (manager) => {
        if (isFinal || (!isBusy && attempt >= MOST_ATTEMPTS)) {
          await this.keepRefusals(manager);
          await moveListImport(manager, organisationId, id, 'failed', {
            failure: isFinal ? code : 'import-failed',
            failure_text: isFinal ? error.message : null,
            refused: this.refused,
            attempt,
          });
          return;
        }
        // Somebody imports the same list on the command line: no attempt was made.
        const attempts = isBusy ? { attempts: attempt - 1 } : {};
        await moveListImport(manager, organisationId, id, 'queued', {
          dueInSeconds: AGAIN_SECONDS,
          attempt,
          ...attempts,
        });
      });
    } catch (moved) {
      if (errorCode(moved) !== 'list-import-moved') throw moved;
    }
  }

  /** Says that the worker lives, and how far it is; learns whether it still has the import. */
  private async beat(): Promise<void> {
    const { id, organisationId, attempt } = this.held;
    try {
      const [, kept] = (await this.within((manager) =>
        manager.query(
          `UPDATE list_imports SET due_at = now() + make_interval(secs => $4), seen_at = now(), read_bytes = $5,
             read_entries = $6, refused = $7
           WHERE id = $1 AND organisation_id = $2 AND attempts = $3 AND state = 'running'`,
          [id, organisationId, attempt, HOLD_SECONDS, this.readBytes, this.readEntries, this.refused],
        ),
      )) as [unknown, number];
      this.isLost = kept === 0;
    } catch (error) {
      // The hold lasts for more than one beat.
      this.options.onError?.(error);
    }
  }

  private within<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.options.database.within(this.held.organisationId, work);
  }
}

/** Takes an import that is due. @returns undefined when it is not, or another has it */
async function takeHold(database: Database, organisationId: string, id: string): Promise<Held | undefined> {
  return database.within(organisationId, async (manager) => {
    const due = firstRow<Held>(
      await manager.query(
        `SELECT id, organisation_id AS "organisationId", kind, list_name AS "listName", asked_by AS "askedBy", format,
           columns, settings, to_version AS "toVersion", received_parts AS parts, attempts + 1 AS attempt
         FROM list_imports WHERE id = $1 AND organisation_id = $2 AND state IN ('queued', 'running') AND due_at <= now()
         FOR UPDATE SKIP LOCKED`,
        [id, organisationId],
      ),
    );
    if (due === undefined) return undefined;
    // Of an attempt that was killed.
    await manager.query(
      `DELETE FROM list_import_refusals WHERE list_import_id = $1 AND organisation_id = $2`,
      [id, organisationId],
    );
    await moveListImport(manager, organisationId, id, 'running', {
      dueInSeconds: HOLD_SECONDS,
      attempts: due.attempt,
      refused: 0,
      read_entries: 0,
    });
    return due;
  });
}
