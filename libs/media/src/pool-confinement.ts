// What is in force in the decoding children, in words for the log and for `doctor`.
import type { ChildConfinement } from './child/run.js';

/** What keeps a decoder that was taken over from doing harm. */
export interface Confinement {
  /** Memory, CPU time, open files, no file written, no core file. */
  limits: boolean;
  /** No file, socket or process can be opened. */
  systemCallFilter: boolean;
  emptyEnvironment: true;
  /** One sentence for the log at start and for `doctor`. */
  summary: string;
}

/** In words. */
export function describe(inForce: ChildConfinement): Confinement {
  const parts = [
    'empty environment',
    inForce.limits ? 'resource limits' : 'NO resource limits',
    inForce.systemCallFilter ? 'system-call filter' : 'NO system-call filter',
  ];
  const why = inForce.notes.length > 0 ? ` (${inForce.notes.join('; ')})` : '';
  return {
    limits: inForce.limits,
    systemCallFilter: inForce.systemCallFilter,
    emptyEnvironment: true,
    summary: `decoding children: ${parts.join(', ')}${why}`,
  };
}

/** What holds in both: a pool is as confined as its least confined child. */
export function weaker(one: ChildConfinement | undefined, other: ChildConfinement): ChildConfinement {
  if (one === undefined) return other;
  return {
    limits: one.limits && other.limits,
    systemCallFilter: one.systemCallFilter && other.systemCallFilter,
    notes: [...new Set([...one.notes, ...other.notes])],
  };
}
