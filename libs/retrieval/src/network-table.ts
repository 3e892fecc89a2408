// Address ranges with their network, in flat arrays: half a million rows in a few tens of megabytes.
import { createReadStream } from 'node:fs';

export interface Network {
  asn: number;
  organisation: string;
}

const LOW_64 = (1n << 64n) - 1n;

/** Grows by doubling, so that no row is an object of its own. */
class Column<A extends Uint32Array | BigUint64Array> {
  constructor(
    private readonly make: (length: number) => A,
    private values: A = make(1 << 16),
  ) {}

  ensure(length: number): A {
    if (length > this.values.length) {
      const larger = this.make(this.values.length * 2);
      (larger as { set(from: A): void }).set(this.values);
      this.values = larger;
    }
    return this.values;
  }
}

/**
 * Ranges of one address family, in ascending order and without overlap. IPv4 keeps its 32 bits in `high`, IPv6 its
 * two halves in `high` and `low`.
 */
export class NetworkTable {
  private rows = 0;
  private readonly asn = new Column((length) => new Uint32Array(length));
  private readonly organisation = new Column((length) => new Uint32Array(length));
  private readonly bounds = ['startHigh', 'startLow', 'endHigh', 'endLow'].map(
    () => new Column((length) => new BigUint64Array(length)),
  );

  constructor(
    private readonly wide: boolean,
    private readonly names: OrganisationNames,
  ) {}

  get size(): number {
    return this.rows;
  }

  /**
   * Adds a range behind the others. Where it begins inside the one before, that one ends there: published tables
   * hold a few such rows, and the later is the closer one.
   * @throws TypeError when it does not begin behind the start of the one before
   */
  add(start: bigint, end: bigint, asn: number, organisation: string): void {
    const row = this.rows;
    if (end < start || (row > 0 && start <= this.bound(row - 1, 0))) {
      throw new TypeError(`The network table is out of order at row ${row + 1}`);
    }
    if (row > 0 && start <= this.bound(row - 1, 2)) this.setBound(row - 1, 2, start - 1n);
    this.rows += 1;
    this.asn.ensure(this.rows)[row] = asn;
    this.organisation.ensure(this.rows)[row] = this.names.place(organisation);
    this.setBound(row, 0, start);
    this.setBound(row, 2, end);
  }

  find(address: bigint): Network | null {
    let low = 0;
    let high = this.rows - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      if (address < this.bound(middle, 0)) high = middle - 1;
      else if (address > this.bound(middle, 2)) low = middle + 1;
      else {
        return {
          asn: this.asn.ensure(0)[middle] ?? 0,
          organisation: this.names.at(this.organisation.ensure(0)[middle] ?? 0),
        };
      }
    }
    return null;
  }

  private setBound(row: number, column: 0 | 2, value: bigint): void {
    const [high, low] = [this.bounds[column], this.bounds[column + 1]];
    if (high) high.ensure(this.rows)[row] = this.wide ? value >> 64n : value;
    if (this.wide && low) low.ensure(this.rows)[row] = value & LOW_64;
  }

  private bound(row: number, column: 0 | 2): bigint {
    const high = this.bounds[column]?.ensure(0)[row] ?? 0n;
    return this.wide ? (high << 64n) | (this.bounds[column + 1]?.ensure(0)[row] ?? 0n) : high;
  }
}

/** Names of organisations, each kept once. */
export class OrganisationNames {
  private readonly names: string[] = [];
  private readonly places = new Map<string, number>();

  place(name: string): number {
    const known = this.places.get(name);
    if (known !== undefined) return known;
    this.names.push(name);
    this.places.set(name, this.names.length - 1);
    return this.names.length - 1;
  }

  at(place: number): string {
    return this.names[place] ?? '';
  }
}

/**
 * Reads rows of `start,end,asn,organisation` with numeric addresses, the last field quoted where it needs to be.
 * The file is streamed, so that the program goes on serving meanwhile.
 */
export async function loadNetworks(file: string, table: NetworkTable): Promise<void> {
  let rest = '';
  for await (const chunk of createReadStream(file, { encoding: 'utf8', highWaterMark: 1 << 18 })) {
    const text = rest + String(chunk);
    let position = 0;
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', position)) {
      addRow(text.slice(position, end), table);
      position = end + 1;
    }
    rest = text.slice(position);
  }
  if (rest.trim() !== '') addRow(rest, table);
}

function addRow(line: string, table: NetworkTable): void {
  const first = line.indexOf(',');
  const second = line.indexOf(',', first + 1);
  const third = line.indexOf(',', second + 1);
  if (first < 1 || third === -1) throw new TypeError('The network table has a row that cannot be read');
  const name = line.slice(third + 1).trim();
  const organisation = name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name;
  const asn = Number(line.slice(second + 1, third));
  table.add(BigInt(line.slice(0, first)), BigInt(line.slice(first + 1, second)), asn, organisation);
}
