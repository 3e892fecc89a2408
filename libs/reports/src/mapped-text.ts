// A text under repair that remembers which part of the original each of its characters came from.

export class MappedText {
  private constructor(
    readonly source: string,
    readonly text: string,
    private readonly starts: readonly number[],
    private readonly ends: readonly number[],
  ) {}

  static of(source: string): MappedText {
    const starts = Array.from({ length: source.length }, (_unused, index) => index);
    return new MappedText(
      source,
      source,
      starts,
      starts.map((index) => index + 1),
    );
  }

  /** Replaces like a string does; every character put in stands for the whole of what it replaces. */
  replace(pattern: RegExp, replacement: (whole: string, group: string | undefined) => string): MappedText {
    const starts: number[] = [];
    const ends: number[] = [];
    let text = '';
    const copy = (from: number, to: number): void => {
      text += this.text.slice(from, to);
      for (let index = from; index < to; index += 1) {
        starts.push(this.starts[index] ?? 0);
        ends.push(this.ends[index] ?? 0);
      }
    };
    let position = 0;
    for (const match of this.text.matchAll(pattern)) {
      const end = match.index + match[0].length;
      copy(position, match.index);
      position = end;
      const put = replacement(match[0], match[1]);
      if (put === match[0]) {
        copy(match.index, end);
        continue;
      }
      text += put;
      for (let index = 0; index < put.length; index += 1) {
        starts.push(this.starts[match.index] ?? 0);
        ends.push(this.ends[end - 1] ?? 0);
      }
    }
    copy(position, this.text.length);
    return new MappedText(this.source, text, starts, ends);
  }

  /** What stood in the original between two places of the text. */
  original(from: number, to: number): string {
    return to <= from ? '' : this.source.slice(this.starts[from], this.ends[to - 1]);
  }
}
