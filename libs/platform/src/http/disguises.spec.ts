// Everything that must not be reached, written in every disguise we know, with servers listening where it leads.
import { createServer } from 'node:http';
import { isGlobalUnicast } from './address-classifier.js';
import { FetchError } from './fetch.error.js';
import { RetrievalClient } from './retrieval.client.js';
import { listen, listenHttp, tableResolver } from './testing/servers.js';
import type { TestServer } from './testing/servers.js';

/** Hosts that mean this machine, its network, or something else that is not a public host. PORT is the trap's. */
const HOSTS: readonly string[] = [
  // plain
  '127.0.0.1',
  '127.0.0.2',
  '127.1.2.3',
  '0.0.0.0',
  '10.0.0.1',
  '172.16.0.1',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '100.100.100.200',
  '168.63.129.16',
  '192.0.0.1',
  '192.0.0.192',
  '198.18.0.1',
  '192.0.2.1',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
  '192.88.99.1',
  // decimal, hexadecimal, octal, short, padded, overflowing
  '2130706433',
  '0x7f000001',
  '0x7F.1',
  '0x7f.0x0.0x0.0x1',
  '017700000001',
  '0177.0.0.1',
  '0177.0.0.01',
  '127.1',
  '127.0.1',
  '127.0.0.0x1',
  '0x7f.0.0.1',
  '127.000.000.001',
  '0000127.0.0.1',
  '00000000177.0.0.1',
  '0',
  '0x0',
  '00',
  '1.1',
  '3232235777',
  '0xA9FEA9FE',
  '2852039166',
  '0251.0376.0251.0376',
  '169.254.43518',
  '0xa9.0xfe.0xa9.0xfe',
  '4294967296',
  '127.0.0.256',
  '1.2.3.4.5',
  '134744072',
  '0x08080808',
  '8.8.2056',
  '010.8.8.8',
  '0x7f.1.',
  // look-alike digits, letters and dots
  '１２７.０.０.１',
  '127。0。0。1',
  '127．0．0．1',
  '127｡0｡0｡1',
  '①②⑦.⓪.⓪.①',
  '₁₂₇.0.0.1',
  '¹²⁷.0.0.1',
  '𝟏𝟐𝟕.𝟎.𝟎.𝟏',
  '０x7f.1',
  'ⓛocalhost',
  'ｌｏｃａｌｈｏｓｔ',
  'localhoſt',
  'ⓔxample.com',
  // percent-encoding and characters that a parser drops
  '%31%32%37.0.0.1',
  '127.0.0.%31',
  '127%2e0%2e0%2e1',
  '%6cocalhost',
  'localhost%00.public.example',
  '127.0.0.1%00',
  'local\u00adhost',
  'local\u200bhost',
  '127.0.0.1\u200b',
  '127.0.0\t.1',
  'loc\nalhost',
  '12\r7.0.0.1',
  '\u202e1.0.0.721',
  '127\u2060.0.0.1',
  // IPv6
  '[::1]',
  '[::]',
  '[0:0:0:0:0:0:0:1]',
  '[0000::0001]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[::FFFF:7F00:0001]',
  '[::127.0.0.1]',
  '[::7f00:1]',
  '[::ffff:8.8.8.8]',
  '[64:ff9b::7f00:1]',
  '[64:ff9b::127.0.0.1]',
  '[64:ff9b:1::7f00:1]',
  '[2002:7f00:1::]',
  '[2002:7f00:0001::1]',
  '[2001::1]',
  '[2001:0:7f00:1::]',
  '[fe80::1]',
  '[fe80::1%25lo]',
  '[fe80::1%lo]',
  '[::1%25lo]',
  '[fc00::1]',
  '[fd00:ec2::254]',
  '[fec0::1]',
  '[ff02::1]',
  '[2001:db8::1]',
  '[3fff::1]',
  '[2a00:1450:4001::5efe:7f00:1]',
  '[::ffff:0:7f00:1]',
  '[100::1]',
  '[5f00::1]',
  '[::1].',
  '[127.0.0.1]',
  '[0x7f.1]',
  '[v1.1]',
  // names
  'localhost',
  'LOCALHOST',
  'localhost.',
  'Localhost.localdomain',
  'a.localhost',
  'printer.local',
  'metadata.google.internal',
  'router.lan',
  'intranet',
  'metadata',
  'nas.home.arpa',
  'x.invalid',
  '127.0.0.1.',
  '127.0.0.1..',
  '.127.0.0.1',
  'public.example.',
  '-a.example',
  'a..example',
  'a b.example',
  'a_b',
  'xn--a.example',
  'xn--',
  // user information and other ways to hide the host
  'public.example@127.0.0.1',
  'public.example:80@127.0.0.1',
  'public.example%40127.0.0.1',
  '127.0.0.1@public.example',
  '@public.example',
  ':@public.example',
  'public.example\\@127.0.0.1',
  '127.0.0.1\\.public.example',
  'public.example#@127.0.0.1',
  '127.0.0.1 .public.example',
  '[::1]@public.example',
  '[::1]public.example',
  '',
];

/** Addresses that DNS may answer with; none may be connected to. */
const ANSWERS: readonly string[] = [
  '127.0.0.1',
  '127.8.8.8',
  '0.0.0.0',
  '10.1.2.3',
  '172.20.0.1',
  '192.168.0.1',
  '169.254.169.254',
  '100.64.0.1',
  '168.63.129.16',
  '192.0.0.192',
  '198.18.0.1',
  '203.0.113.1',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
  '::1',
  '::',
  '::127.0.0.1',
  '::ffff:127.0.0.1',
  '64:ff9b::7f00:1',
  '64:ff9b:1::7f00:1',
  '2002:7f00:1::1',
  '2001::1',
  'fe80::1',
  'fe80::1%lo',
  'fec0::1',
  'fd00::1',
  'ff02::1',
  '2001:db8::1',
  '2a00:1450:4001::5efe:7f00:1',
  '127.1',
  '0x7f000001',
  'localhost',
  '',
];

const URLS: readonly string[] = [
  'file:///etc/passwd',
  'ftp://127.0.0.1:PORT/',
  'gopher://127.0.0.1:PORT/x',
  'data:text/html,x',
  'javascript:1',
  'blob:http://127.0.0.1:PORT/x',
  'ws://127.0.0.1:PORT/',
  'jar:http://127.0.0.1:PORT!/',
  'view-source:http://127.0.0.1:PORT/',
  'dict://127.0.0.1:PORT/',
  '//127.0.0.1:PORT/',
  '127.0.0.1:PORT',
  'http:127.0.0.1:PORT',
  'http:/127.0.0.1:PORT',
  'http:///127.0.0.1:PORT',
  'http:\\\\127.0.0.1:PORT',
  'http://\\127.0.0.1:PORT',
  ' http://127.0.0.1:PORT/',
  'http://127.0.0.1:PORT /',
  'ht\ntp://127.0.0.1:PORT/',
  'http://127.0.0.1:+PORT/',
  'http://127.0.0.1:0PORT/',
  'http://127.0.0.1:PORT:80/',
  'HTTP://127.0.0.1:PORT/',
];

describe('addresses in disguise', () => {
  const traps: TestServer[] = [];
  let port = 0;
  const answers = Object.fromEntries(ANSWERS.map((address, index) => [`answer${index}.example`, [address]]));
  const mixed = Object.fromEntries(
    ANSWERS.map((address, index) => [
      `mixed${index}.example`,
      ['93.184.215.14', address, '2606:4700:4700::1111'],
    ]),
  );
  const dns = tableResolver({
    ...answers,
    ...mixed,
    'public.example': ['127.0.0.1'],
    'own.example': ['93.184.215.14'],
  });

  beforeAll(async () => {
    const trap = (): ReturnType<typeof createServer> =>
      createServer((_request, response) => response.end('reached'));
    // Every IPv4 address of this machine, and every IPv6 one, on the same port.
    traps.push(await listen(trap(), '0.0.0.0'));
    port = traps[0]?.port ?? 0;
    traps.push(
      await listen(
        trap().on('error', () => undefined),
        '::1',
        port,
      ),
    );
  });
  afterAll(async () => {
    await Promise.all(traps.map((trap) => trap.close()));
  });

  const client = (): RetrievalClient =>
    new RetrievalClient({
      ports: [port],
      resolver: dns.make,
      own: { addresses: ['93.184.215.0/24', '2606:4700:4700::1111'], hosts: ['own.example'] },
      connectMs: 500,
      totalMs: 2000,
    });
  const arrived = (): number => traps.reduce((sum, trap) => sum + trap.connections(), 0);
  const refusal = async (address: string, by = client()): Promise<FetchError> => {
    const error: unknown = await by.fetch(address).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    if (!(error instanceof FetchError)) throw new Error(`was not refused: ${address}`);
    return error;
  };
  const REFUSALS = ['url-refused', 'scheme-refused', 'address-refused'];

  it('the list has at least a hundred', () => {
    expect(new Set([...HOSTS, ...ANSWERS, ...URLS]).size).toBeGreaterThanOrEqual(100);
    expect(ANSWERS.some((address) => isGlobalUnicast(address))).toBe(false);
  });

  it.each(HOSTS)('refuses the host %j before any connection', async (host) => {
    for (const url of [`http://${host}:${port}/`, `https://${host}:${port}/`]) {
      const error = await refusal(url);
      expect(REFUSALS).toContain(error.code);
      expect(error.permanent).toBe(true);
    }
    expect(arrived()).toBe(0);
  });

  it.each(URLS)('refuses the address %j', async (pattern) => {
    const error = await refusal(pattern.replace('PORT', String(port)));
    expect(REFUSALS).toContain(error.code);
    expect(arrived()).toBe(0);
  });

  it.each(ANSWERS.map((address, index) => [address, index] as const))(
    'refuses a name for which DNS answers %j, alone or among public addresses',
    async (_address, index) => {
      for (const name of [`answer${index}`, `mixed${index}`]) {
        const error = await refusal(`http://${name}.example:${port}/`);
        expect(error.code).toBe('address-refused');
        expect(error.fetchRecord.hops[0]?.connectedAddress).toBeNull();
      }
      expect(arrived()).toBe(0);
    },
  );

  it('refuses this installation by name, by address and by block', async () => {
    expect(await refusal(`http://own.example:${port}/`)).toMatchObject({
      code: 'address-refused',
      detail: 'own',
    });
    expect(await refusal('http://93.184.215.99/')).toMatchObject({ code: 'address-refused', detail: 'own' });
    expect(await refusal('https://[2606:4700:4700:0::1111]/')).toMatchObject({
      code: 'address-refused',
      detail: 'own',
    });
  });

  it('refuses every disguise as the target of a redirect', async () => {
    let location = '';
    const front = await listenHttp((_request, response) =>
      response.writeHead(302, { Location: Buffer.from(location, 'utf8').toString('latin1') }).end(),
    );
    const by = new RetrievalClient({
      ports: [port],
      resolver: dns.make,
      allowHosts: [{ host: 'front.example', port: front.port, address: '127.0.0.1' }],
      connectMs: 500,
      totalMs: 2000,
      maxRedirects: 3,
    });
    // A header cannot carry control characters, and text without a host is relative to the redirecting site.
    const elsewhere = HOSTS.filter((host) => !/[\r\n\t\0]/.test(host) && host !== '');
    for (const host of elsewhere) {
      for (const start of ['http://', '//']) {
        location = `${start}${host}:${port}/`;
        expect({ location, code: (await refusal(`http://front.example:${front.port}/`, by)).code }).toEqual({
          location,
          code: expect.stringMatching(/^(?:url|scheme|address)-refused$/),
        });
      }
    }
    expect(front.connections()).toBe(2 * elsewhere.length);
    expect(arrived()).toBe(0);
    await front.close();
  });

  it('does not open an exception to the same address under another name or port', async () => {
    const by = new RetrievalClient({
      ports: [port],
      resolver: dns.make,
      allowHosts: [{ host: 'sample.example', port: port + 1, address: '127.0.0.1' }],
    });
    expect((await refusal(`http://127.0.0.1:${port + 1}/`, by)).code).toBe('port-refused');
    expect((await refusal(`http://127.0.0.1:${port}/`, by)).code).toBe('address-refused');
    expect((await refusal(`http://sample.example:${port}/`, by)).code).toBe('name-not-found');
    expect(arrived()).toBe(0);
  });

  it('the servers do count: an exact exception reaches them', async () => {
    const by = new RetrievalClient({
      allowHosts: [{ host: 'localhost.example', port, address: '127.0.0.1' }],
    });
    const result = await by.fetch(`http://localhost.example:${port}/`);
    expect(result.body.toString()).toBe('reached');
    expect(arrived()).toBe(1);
  });
});
