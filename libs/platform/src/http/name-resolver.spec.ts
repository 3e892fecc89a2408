import { createSocket } from 'node:dgram';
import { Deadline } from './deadline.js';
import { AddressGuard, makeResolver, resolveName } from './name-resolver.js';
import { TransportFailure } from './transport.failure.js';

const TYPE_A = 1;

/** A DNS server on loopback: answers A from a table, says NXDOMAIN for other names, and notes what it was asked. */
async function listenDns(table: Readonly<Record<string, string>>) {
  const asked = new Set<string>();
  const server = createSocket('udp4');
  server.on('message', (query, from) => {
    const labels: string[] = [];
    let offset = 12;
    for (let length = query[offset] ?? 0; length > 0; length = query[offset] ?? 0) {
      labels.push(query.toString('latin1', offset + 1, offset + 1 + length).toLowerCase());
      offset += length + 1;
    }
    const name = labels.join('.');
    asked.add(name);
    const question = query.subarray(12, offset + 5);
    const address = query.readUInt16BE(offset + 1) === TYPE_A ? table[name] || undefined : undefined;
    const head = Buffer.alloc(12);
    query.copy(head, 0, 0, 2);
    head.writeUInt16BE(name in table ? 0x8180 : 0x8183, 2);
    head.writeUInt16BE(1, 4);
    head.writeUInt16BE(address === undefined ? 0 : 1, 6);
    const record =
      address === undefined
        ? Buffer.alloc(0)
        : Buffer.from([0xc0, 12, 0, TYPE_A, 0, 1, 0, 0, 0, 60, 0, 4, ...address.split('.').map(Number)]);
    server.send(Buffer.concat([head, question, record]), from.port, from.address);
  });
  await new Promise<void>((resolve) => server.bind(0, '127.0.0.1', resolve));
  const servers = [`127.0.0.1:${server.address().port}`];
  return { servers, asked, close: () => new Promise<void>((resolve) => server.close(() => resolve())) };
}

describe('resolveName, asking a real name server', () => {
  let dns: Awaited<ReturnType<typeof listenDns>>;
  beforeAll(async () => {
    dns = await listenDns({ 'public.example': '93.184.215.14', 'empty.example': '' });
  });
  afterAll(() => dns.close());
  const resolve = async (host: string): Promise<string[]> => {
    const deadline = new Deadline(5000);
    try {
      return await resolveName(makeResolver(dns.servers), host, deadline);
    } finally {
      deadline.close();
    }
  };

  it('gives what it answers', async () => {
    expect(await resolve('public.example')).toEqual(['93.184.215.14']);
  });

  it('tells a name without address from one that does not exist', async () => {
    await expect(resolve('empty.example')).rejects.toMatchObject({ code: 'no-address' });
    await expect(resolve('missing.example')).rejects.toMatchObject({ code: 'name-not-found' });
  });

  it('reads no hosts file and adds no search domain: it asks for the name as it is, and only for that', async () => {
    dns.asked.clear();
    await expect(resolve('localhost')).rejects.toMatchObject({ code: 'name-not-found' });
    await expect(resolve('public')).rejects.toMatchObject({ code: 'name-not-found' });
    expect([...dns.asked].filter((name) => name !== 'localhost' && name !== 'public')).toEqual([]);
    expect(dns.asked).toContain('public');
  });

  it('says after its time that nobody answered', async () => {
    const silent = createSocket('udp4');
    await new Promise<void>((done) => silent.bind(0, '127.0.0.1', done));
    const deadline = new Deadline(100);
    const resolving = resolveName(
      makeResolver([`127.0.0.1:${silent.address().port}`]),
      'public.example',
      deadline,
    );
    await expect(resolving).rejects.toMatchObject({ code: 'timeout' });
    deadline.close();
    silent.close();
  });
});

describe('AddressGuard', () => {
  it('refuses to start with an own address that it cannot read, naming its place and not its text', () => {
    expect(() => new AddressGuard({ addresses: ['192.0.2.0/24', 'nonsense'], hosts: [] })).toThrow(
      /number 2/,
    );
    expect(() => new AddressGuard({ addresses: ['192.0.2.0/33'], hosts: [] })).toThrow(TypeError);
  });

  it('refuses all when one of several addresses may not be reached', () => {
    const guard = new AddressGuard({ addresses: ['93.184.215.0/25'], hosts: ['portal.example'] });
    expect(() => guard.checkAddresses(['93.184.215.200', '2606:4700:4700::1111'])).not.toThrow();
    expect(() => guard.checkAddresses(['93.184.215.200', '93.184.215.1'])).toThrow(TransportFailure);
    expect(() => guard.checkName('portal.example')).toThrow(TransportFailure);
    expect(() => guard.checkName('other.example')).not.toThrow();
  });
});
