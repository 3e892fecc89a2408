// Arrays that grow by doubling: an index of millions of entries is gathered without an object an entry. Their memory is
// shared, so that a thread can be given what was gathered without a copy.

/** Rows of a fixed number of bytes. */
export class GrowingRows {
  private bytes: Buffer = Buffer.from(new SharedArrayBuffer(0));
  private used = 0;

  constructor(private readonly rowBytes: number) {}

  get length(): number {
    return this.used / this.rowBytes;
  }

  push(row: Uint8Array): void {
    if (this.used + this.rowBytes > this.bytes.length) {
      this.grow(Math.max(1024 * this.rowBytes, 2 * this.bytes.length));
    }
    this.bytes.set(row, this.used);
    this.used += this.rowBytes;
  }

  /** @param rows any number of them, one after the other */
  pushAll(rows: Uint8Array): void {
    if (this.used + rows.length > this.bytes.length) this.grow(this.used + rows.length);
    this.bytes.set(rows, this.used);
    this.used += rows.length;
  }

  at(row: number): Buffer {
    return this.bytes.subarray(row * this.rowBytes, (row + 1) * this.rowBytes);
  }

  view(): Buffer {
    return this.bytes.subarray(0, this.used);
  }

  private grow(bytes: number): void {
    const larger = Buffer.from(new SharedArrayBuffer(bytes));
    this.bytes.copy(larger, 0, 0, this.used);
    this.bytes = larger;
  }
}

/** Unsigned 32-bit numbers. */
export class GrowingNumbers {
  private numbers = new Uint32Array(new SharedArrayBuffer(4096));
  private used = 0;

  push(number: number): void {
    if (this.used === this.numbers.length) this.grow(2 * this.used);
    this.numbers[this.used++] = number;
  }

  pushAll(numbers: Uint32Array): void {
    if (this.used + numbers.length > this.numbers.length) this.grow(this.used + numbers.length);
    this.numbers.set(numbers, this.used);
    this.used += numbers.length;
  }

  get length(): number {
    return this.used;
  }

  at(place: number): number {
    return this.numbers[place]!;
  }

  view(): Uint32Array {
    return this.numbers.subarray(0, this.used);
  }

  private grow(length: number): void {
    const larger = new Uint32Array(new SharedArrayBuffer(4 * length));
    larger.set(this.numbers.subarray(0, this.used));
    this.numbers = larger;
  }
}
