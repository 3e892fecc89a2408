// Whether a match counts, as SQL: one place, asked whenever a match is read, so that what is withdrawn, expired, taken
// out by a person or contradicted by a negative list accuses nobody from that moment on.

/** SQL: entry `e` is in the live version of list `l`, which is in use, and neither has expired. */
export const entryInUse = (
  e = 'e',
  l = 'l',
): string => `(${l}.is_enabled AND ${e}.first_version <= ${l}.live_version
  AND (${e}.ended_version IS NULL OR ${e}.ended_version > ${l}.live_version)
  AND (${l}.expires_at IS NULL OR ${l}.expires_at > now()) AND (${e}.expires_at IS NULL OR ${e}.expires_at > now()))`;

const quarantine = (e: string, condition: string): string => `EXISTS (SELECT 1 FROM entry_quarantines q
  WHERE q.hash_list_id = ${e}.hash_list_id AND q.fingerprint = ${e}.fingerprint AND q.organisation_id = ${e}.organisation_id
    AND ${condition})`;

/** SQL: entry `e` fits so much that it means nothing, unless a person has said that it does. */
export const isQuarantined = (e = 'e'): string => quarantine(e, `q.state <> 'released'`);

/** SQL: the same, but that an entry of a list that several analysts confirmed is out only when a person has said so. */
export const isWithheld = (e = 'e', l = 'l'): string =>
  quarantine(e, `(q.state = 'kept' OR (q.state = 'waiting' AND ${l}.trust <> 'several-analysts'))`);

/**
 * SQL: match `m` is out of force because entry `e` fits too much. Cases can be made by anybody: while a person has not
 * said so, they take nothing out of force that a confirmed list has exactly.
 */
const isHeldOut = (m: string, e: string, l: string): string =>
  quarantine(e, `(q.state = 'kept' OR (q.state = 'waiting' AND NOT ${isConfirmed(m, l)}))`);

/** SQL: an analyst said of the media of match `m` that it is not what entry `e` means. */
export const isDenied = (m = 'm', e = 'e'): string => `EXISTS (SELECT 1 FROM match_feedback f
  WHERE f.media_id = ${m}.media_id AND f.organisation_id = ${m}.organisation_id AND f.hash_list_id = ${e}.hash_list_id
    AND f.fingerprint = ${e}.fingerprint AND f.taken_back_at IS NULL)`;

/** SQL: a negative list has the very file of match `m`, by SHA-256, and stands. */
const isNegative = (m: string): string => `EXISTS (SELECT 1 FROM matches n
  JOIN hash_entries ne ON ne.id = n.hash_entry_id AND ne.organisation_id = ${m}.organisation_id
  JOIN hash_lists nl ON nl.id = ne.hash_list_id AND nl.organisation_id = ${m}.organisation_id
  WHERE n.media_id = ${m}.media_id AND n.organisation_id = ${m}.organisation_id AND n.algorithm = 'sha256'
    AND nl.effect = 'suppress' AND ${entryInUse('ne', 'nl')} AND NOT ${isDenied('n', 'ne')})`;

/** SQL: several analysts stand behind what match `m` says, and it is the very file. */
const isConfirmed = (m: string, l: string): string =>
  `(${m}.kind = 'exact' AND ${l}.trust = 'several-analysts')`;

/** SQL: a negative list takes match `m` out of force. What a confirmed list has exactly, it only contests. */
export const isSuppressed = (m = 'm', l = 'l'): string =>
  `(${l}.effect <> 'suppress' AND NOT ${isConfirmed(m, l)} AND ${isNegative(m)})`;

/** SQL: a confirmed list has the file of match `m`, and a negative list has it too: a person has to say. */
export const isContested = (m = 'm', l = 'l'): string =>
  `(${l}.effect <> 'suppress' AND ${isConfirmed(m, l)} AND ${isNegative(m)})`;

/**
 * SQL: near match `m` of entry `e` is within the bounds that list `l` has now, which may be narrower than those of then;
 * an exact one has none.
 */
const isWithinLimits = (m: string, e: string, l: string): string => `(${m}.kind = 'exact' OR (
  ${m}.distance <= ${l}.max_distance AND coalesce(${m}.quality, 100) >= ${l}.min_quality
  AND coalesce(${e}.pdq_quality, 100) >= ${l}.min_quality))`;

/**
 * SQL: what match `m` of entry `e` of list `l` says holds but for the word of an analyst. That nobody has to see what a
 * list knows is not for one person to end.
 */
export const isListed = (m = 'm', e = 'e', l = 'l'): string =>
  `(${l}.effect <> 'suppress' AND ${entryInUse(e, l)} AND ${isWithinLimits(m, e, l)} AND NOT ${isHeldOut(m, e, l)}
    AND NOT ${isSuppressed(m, l)})`;

/** SQL: match `m` of entry `e` of list `l` says something of its media. */
export const matchStands = (m = 'm', e = 'e', l = 'l'): string =>
  `(${isListed(m, e, l)} AND NOT ${isDenied(m, e)})`;

/** `matchStands` of `m`, `e` and `l`. */
export const MATCH_STANDS = matchStands();

/** Why a match does not count, the first reason that holds; `standing` where it does, `contested` where it settles nothing. */
export const MATCH_STATES = [
  'standing',
  'contested',
  'negative',
  'not-live',
  'withdrawn',
  'list-off',
  'list-expired',
  'entry-expired',
  'outside-limits',
  'quarantined',
  'denied',
  'suppressed',
] as const;
export type MatchState = (typeof MATCH_STATES)[number];

/** SQL: the state of match `m` of entry `e` of list `l`; `negative` is one of a negative list that suppresses others. */
export const MATCH_STATE = `CASE WHEN e.first_version > l.live_version THEN 'not-live'
  WHEN e.ended_version IS NOT NULL AND e.ended_version <= l.live_version THEN 'withdrawn'
  WHEN NOT l.is_enabled THEN 'list-off' WHEN l.expires_at <= now() THEN 'list-expired'
  WHEN e.expires_at <= now() THEN 'entry-expired' WHEN ${isDenied()} THEN 'denied'
  WHEN l.effect = 'suppress' THEN 'negative' WHEN NOT ${isWithinLimits('m', 'e', 'l')} THEN 'outside-limits'
  WHEN ${isHeldOut('m', 'e', 'l')} THEN 'quarantined'
  WHEN ${isSuppressed()} THEN 'suppressed' WHEN ${isContested()} THEN 'contested' ELSE 'standing' END`;
