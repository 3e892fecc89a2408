import { randomUUID } from 'node:crypto';
import {
  closeBox,
  KeyRing,
  newBoxKeyPair,
  newId,
  openBox,
  sealedBoxReady,
  type Database,
} from '#libs/platform';
import { createTestDatabase, type TestDatabase } from '../../../test/support/database.js';
import { IntakeService } from './intake.service.js';
import { PortalApi } from './portal-api.client.js';
import { replyKeyPair, type Receipt } from './receipt.js';
import { openReporterText, writeToReporter } from './reporter-text.service.js';
import { readSubmission } from './submission.js';
import { SubmissionMark } from './submission-mark.js';

describe('what staff read and write', () => {
  let database: TestDatabase;
  let console_: Database;
  let receipt: Receipt;
  let reportId: string;
  const [organisationId, otherId, keyId] = [newId(), newId(), newId()];
  let pair: ReturnType<typeof newBoxKeyPair>;
  beforeAll(async () => {
    await sealedBoxReady;
    pair = newBoxKeyPair();
    database = await createTestDatabase();
    await database.asOwner(
      `INSERT INTO organisations (id, code, name, country) VALUES ($1, 'ONE', 'One', 'TN'), ($2, 'TWO', 'Two', 'FR')`,
      [organisationId, otherId],
    );
    await database.asOwner(
      `INSERT INTO organisation_keys (id, organisation_id, public_key, sealed_private_key) VALUES ($1, $2, $3, '')`,
      [keyId, organisationId, Buffer.from(pair.publicKey)],
    );
    await database.asOwner(
      `INSERT INTO portals (id, organisation_id, triaging_organisation_id, slug, country, locales, is_live)
       VALUES ($1, $2, $2, 'one', 'TN', '{en}', true)`,
      [newId(), organisationId],
    );
    const api = new PortalApi(await database.open('portal'));
    const [portal] = await api.portals();
    const { submission } = readSubmission(
      {
        urls: ['see hxxp://x[.]example here'],
        place: 'p',
        comment: 'c',
        kind: 'own word',
        contactEmail: 'a@b.example',
      },
      new Date(),
    );
    const mark = new SubmissionMark('form', randomUUID());
    ({ receipt } = await new IntakeService(api, new KeyRing([Buffer.alloc(32, 7)])).submit(
      portal!,
      submission!,
      mark,
      'en',
    ));
    [{ id: reportId }] = (await database.asOwner<{ id: string }>('SELECT id FROM reports')) as [
      { id: string },
    ];
    console_ = await database.open('console');
  });
  afterAll(() => database.drop());

  const opener = async (id: string) => {
    expect(id).toBe(keyId);
    return pair;
  };

  it('is everything that the reporter wrote, opened with the organisation’s key', async () => {
    const text = await console_.within(organisationId, (manager) =>
      openReporterText(manager, opener, { id: reportId, organisationId }),
    );
    expect(text).toEqual({
      addressText: ['see hxxp://x[.]example here'],
      place: 'p',
      comment: 'c',
      kindAsGiven: 'own word',
      contactEmail: 'a@b.example',
      messages: [],
    });
  });

  it('is sealed in lengths that tell little of what was written', async () => {
    const [{ bytes }] = (await database.asOwner<{ bytes: number }>(
      'SELECT length(sealed_text)::int AS bytes FROM reports',
    )) as [{ bytes: number }];
    expect((bytes - 48) % 512).toBe(0);
  });

  it('goes to the reporter alone and stays readable to staff', async () => {
    const id = await console_.within(organisationId, (manager) =>
      writeToReporter(
        manager,
        { id: reportId, organisationId },
        '  Which group?  ',
        new Date('2026-11-22T10:11:12Z'),
      ),
    );
    const [row] = await database.asOwner<{ sealed_text: Buffer; written_at: Date }>(
      'SELECT sealed_text, written_at FROM messages WHERE id = $1',
      [id],
    );
    expect(openBox(replyKeyPair(receipt), row!.sealed_text).toString()).toBe('Which group?');
    expect(() => openBox(pair, row!.sealed_text)).toThrow('changed or belongs elsewhere');
    expect(row!.written_at.toISOString()).toBe('2026-11-22T10:11:00.000Z');
    const { messages } = await console_.within(organisationId, (manager) =>
      openReporterText(manager, opener, { id: reportId, organisationId }),
    );
    expect(messages).toEqual([
      { id, direction: 'to-reporter', text: 'Which group?', writtenAt: row!.written_at },
    ]);
  });

  it('is refused when there is nothing in it or too much', async () => {
    for (const text of ['', '  ', 'x'.repeat(4_001)]) {
      await expect(
        console_.within(organisationId, (manager) =>
          writeToReporter(manager, { id: reportId, organisationId }, text),
        ),
      ).rejects.toMatchObject({ code: 'invalid-input' });
    }
  });

  it('is of another organisation as if it were not there', async () => {
    await expect(
      console_.within(otherId, (manager) =>
        openReporterText(manager, opener, { id: reportId, organisationId }),
      ),
    ).rejects.toMatchObject({ code: 'not-found' });
    await expect(
      console_.within(otherId, (manager) => writeToReporter(manager, { id: reportId, organisationId }, 'x')),
    ).rejects.toMatchObject({ code: 'not-found' });
  });

  it('cannot be opened with a key that is not the organisation’s', async () => {
    const stranger = newBoxKeyPair();
    await expect(
      console_.within(organisationId, (manager) =>
        openReporterText(manager, async () => stranger, { id: reportId, organisationId }),
      ),
    ).rejects.toMatchObject({ code: 'seal-damaged' });
    expect(closeBox(stranger.publicKey, 'x')).not.toHaveLength(0);
  });
});
