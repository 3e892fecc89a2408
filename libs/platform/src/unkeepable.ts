// What came as JSON or in an address and cannot be kept: PostgreSQL takes neither U+0000 nor half of a character.
const MOST_TOLD = 20;
const MOST_DEEP = 32;
const NAME_CHARACTERS = 64;

const UNKEEPABLE = 'holds a character that cannot be kept (U+0000, or half of one)';
const TOO_DEEP = `lies more than ${MOST_DEEP} levels deep`;

/** Halves of a character alone: with `u` a whole one is none of them. */
const HALVES = /\p{Surrogate}/gu;

const isKeepable = (text: string): boolean => !text.includes('\0') && text.search(HALVES) === -1;

/**
 * Looks through every text and every field's name, at any depth.
 * @returns what is wrong, by the path of the field with dots, for the first twenty; `''` is the value itself
 */
export function findUnkeepable(value: unknown): Record<string, string> {
  const problems = new Map<string, string>();
  const waiting: { path: string; depth: number; value: unknown }[] = [];
  if (typeof value === 'string' || isHolder(value)) waiting.push({ path: '', depth: 0, value });
  for (let next = waiting.pop(); next !== undefined && problems.size < MOST_TOLD; next = waiting.pop()) {
    const { path, depth } = next;
    if (typeof next.value === 'string') {
      if (!isKeepable(next.value)) problems.set(path, UNKEEPABLE);
    } else if (depth > MOST_DEEP) {
      problems.set(path, TOO_DEEP);
    } else {
      for (const [name, inner] of Object.entries(next.value as object)) {
        const below = () => `${path === '' ? '' : `${path}.`}${told(name)}`;
        if (!isKeepable(name)) problems.set(below(), UNKEEPABLE);
        if (typeof inner === 'string' ? !isKeepable(inner) : isHolder(inner))
          waiting.push({ path: below(), depth: depth + 1, value: inner });
      }
    }
  }
  return Object.fromEntries(problems);
}

const isHolder = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** A field's name may be anything that was sent. */
const told = (name: string): string =>
  name.slice(0, NAME_CHARACTERS).replaceAll('\0', '\ufffd').replaceAll(HALVES, '\ufffd');
