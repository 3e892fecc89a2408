// Address ranges with their network, in flat arrays: half a million rows in a few tens of megabytes.
import { createReadStream } from 'node:fs';

export interface Network {
  asn: number;
  organisation: string;
}

const LOW_64 = (1n << 64n) - 1n;

const FIRST_ROWS = 1 << 16;

/** Grows by doubling, so that no row is an object of its own. */
class NumberColumn {
  private values = new Uint32Array(FIRST_ROWS);

  get(row: number): number {
    return this.values[row] ?? 0;
  }

  set(row: number, value: number): void {
    if (row >= this.values.length) {
      const larger = new Uint32Array(this.values.length * 2);
      larger.set(this.values);
      this.values = larger;
    }
    this.values[row] = value;
  }
}

/** Addresses of 32 or 128 bits, as one or two words of 64. */
class AddressColumn {
  private readonly words: number;
  private values: BigUint64Array;

  constructor(wide: boolean) {
    this.words = wide ? 2 : 1;
    this.values = new BigUint64Array(FIRST_ROWS * this.words);
  }

  get(row: number): bigint {
    const high = this.values[row * this.words] ?? 0n;
    return this.words === 1 ? high : (high << 64n) | (this.values[row * 2 + 1] ?? 0n);
  }

  set(row: number, value: bigint): void {
    if (row * this.words >= this.values.length) {
      const larger = new BigUint64Array(this.values.length * 2);
      larger.set(this.values);
      this.values = larger;
    }
    this.values[row * this.words] = this.words === 1 ? value : value >> 64n;
    if (this.words === 2) this.values[row * 2 + 1] = value & LOW_64;
  }
}

/** Ranges of one address family, in ascending order and without overlap. */
export class NetworkTable {
  private rows = 0;
  private readonly starts: AddressColumn;
  private readonly ends: AddressColumn;
  private readonly asns = new NumberColumn();
  private readonly organisations = new NumberColumn();

  /** @param wide whether addresses have 128 bits */
  constructor(
    wide: boolean,
    private readonly names: OrganisationNames,
  ) {
    this.starts = new AddressColumn(wide);
    this.ends = new AddressColumn(wide);
  }

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
    const last = row - 1;
    if (end < start || (row > 0 && start <= this.starts.get(last))) {
      throw new TypeError(`The network table is out of order at row ${row + 1}`);
    }
    if (row > 0 && start <= this.ends.get(last)) this.ends.set(last, start - 1n);
    this.rows += 1;
    this.starts.set(row, start);
    this.ends.set(row, end);
    this.asns.set(row, asn);
    this.organisations.set(row, this.names.place(organisation));
  }

  find(address: bigint): Network | null {
    let low = 0;
    let high = this.rows - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      if (address < this.starts.get(middle)) high = middle - 1;
      else if (address > this.ends.get(middle)) low = middle + 1;
      else return { asn: this.asns.get(middle), organisation: this.names.at(this.organisations.get(middle)) };
    }
    return null;
  }
}

/** Names of organisations, each kept once. */
export class OrganisationNames {
  private readonly names: string[] = [];
  private readonly places = new Map<string, number>();

  place(name: string): number {
    const known = this.places.get(name);
    if (known !== undefined) return known;
    // A copy: a slice would keep the whole chunk of the file that it was cut from in memory.
    const kept = Buffer.from(name, 'utf8').toString('utf8');
    this.names.push(kept);
    this.places.set(kept, this.names.length - 1);
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
