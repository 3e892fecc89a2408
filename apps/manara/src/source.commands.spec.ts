import {
  NCMEC_CREDENTIALS,
  type NcmecServer,
  startNcmec,
} from '../../../libs/known-material/src/sources/testing/ncmec.server.js';
import { told } from '../../../libs/known-material/src/sources/testing/source.world.js';
import { createInstallation, type Installation } from './testing/installation.js';

describe('a source of a list', () => {
  let hotline: Installation;
  let ncmec: NcmecServer;

  const source = (verb: string, ...more: string[]) =>
    ['lists', 'source', verb, ...more, '--organisation', 'IS'] as const;
  const add = (list: string, credentials: unknown) => {
    const [host, port] = ['127.0.0.1', String(ncmec.port)];
    const ca = hotline.file('ca.pem', ncmec.certificate.cert);
    const file = hotline.file('credentials.json', JSON.stringify(credentials));
    const address = ['--kind', 'ncmec', '--host', host, '--port', port, '--internal', '--ca', ca];
    return hotline.run(...source('add', list, ...address, '--credentials-file', file));
  };

  beforeAll(async () => {
    hotline = await createInstallation();
    ncmec = await startNcmec();
    await hotline.run('organisation', 'add', 'IS', '--name', 'Example Hotline', '--country', 'IS');
    await add('NCMEC', NCMEC_CREDENTIALS);
  });
  afterAll(async () => {
    await ncmec.close();
    await hotline.close();
  });

  it('is polled to its end on the operator’s word, and says what came of it', async () => {
    ncmec.pageSize = 2;
    ncmec.entries = ['a', 'b', 'c'].map((name) => told(name));
    expect(await hotline.json(...source('poll', 'NCMEC'))).toMatchObject({
      outcome: 'live',
      import: { version: 1, added: 3 },
    });
    ncmec.entries = [told('a')];
    expect(await hotline.json(...source('poll', 'NCMEC', '--full'))).toMatchObject({
      outcome: 'live',
      import: { version: 2, ended: 2 },
    });
    const [state] = await hotline.json(...source('list'));
    expect(state).toMatchObject({
      list: 'NCMEC',
      kind: 'ncmec',
      outcome: 'live',
      failures: 0,
      isLate: false,
    });
    expect(JSON.stringify(state)).not.toContain(NCMEC_CREDENTIALS.password);
    expect((await hotline.run(...source('list'))).lines.join()).toContain('whole at');
  });

  it('ends the command with an error when it cannot be read', async () => {
    ncmec.fault = (_request, response) => Boolean(response.writeHead(503).end());
    await expect(hotline.run(...source('poll', 'NCMEC'))).rejects.toMatchObject({ code: 'http-503' });
    expect((await hotline.run(...source('list'))).lines.join()).toContain('FAILED 1 times: http-503');
    ncmec.fault = () => false;
  });

  it('shows the reasons that it offers, and remembers which is meant', async () => {
    const [reason] = await hotline.json(...source('reasons', 'NCMEC'));
    expect(reason).toMatchObject({ type: 'MD5', name: 'Not that' });
    await hotline.run(
      ...source('reason', 'NCMEC', '--reason', 'other-picture', '--type', 'MD5', '--id', reason.id),
    );
    await expect(
      hotline.run(...source('reason', 'NCMEC', '--reason', 'other', '--type', 'MD5', '--id', '<x/>')),
    ).rejects.toMatchObject({ fields: { id: expect.any(String) } });
  });

  it('is refused without what its interface wants to see', async () => {
    for (const credentials of [{ username: 'a' }, [], 'text', { username: 'a', password: 1 }])
      await expect(add('Refused', credentials)).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(hotline.run(...source('poll', 'Nothing'))).rejects.toMatchObject({ code: 'not-found' });
  });

  it('is removed, and its list is off', async () => {
    await hotline.run(...source('remove', 'NCMEC'));
    expect(await hotline.json(...source('list'))).toEqual([]);
    expect(await hotline.test.asOwner(`SELECT is_enabled FROM hash_lists WHERE name = 'NCMEC'`)).toEqual([
      { is_enabled: false },
    ]);
    expect(await hotline.acts('IS')).toEqual([
      'organisation.added',
      'list-source.added',
      'list-source.reason-mapped',
      'hash-list.disabled',
      'list-source.removed',
    ]);
  });
});
