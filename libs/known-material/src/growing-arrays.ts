// Arrays that grow by doubling: an index of millions of entries is gathered without an object an entry.

/** Rows of a fixed number of bytes. */
export class GrowingRows {
  private bytes: Buffer = Buffer.alloc(0);
  private used = 0;

  constructor(private readonly rowBytes: number) {}

  get length(): number {
    return this.used / this.rowBytes;
  }

  push(row: Uint8Array): void {
    if (this.used + this.rowBytes > this.bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(1024 * this.rowBytes, 2 * this.bytes.length));
      this.bytes.copy(larger, 0, 0, this.used);
      this.bytes = larger;
    }
    this.bytes.set(row, this.used);
    this.used += this.rowBytes;
  }

  at(row: number): Buffer {
    return this.bytes.subarray(row * this.rowBytes, (row + 1) * this.rowBytes);
  }

  view(): Buffer {
    return this.bytes.subarray(0, this.used);
  }
}

/** Unsigned 32-bit numbers. */
export class GrowingNumbers {
  private numbers = new Uint32Array(1024);
  private used = 0;

  push(number: number): void {
    if (this.used === this.numbers.length) {
      const larger = new Uint32Array(2 * this.used);
      larger.set(this.numbers);
      this.numbers = larger;
    }
    this.numbers[this.used++] = number;
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
}
