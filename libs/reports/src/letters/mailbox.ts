// Reads an e-mail address that a stranger typed: one mailbox, in a form that can stand in a header and in a command of
// the mail protocol as it is.
// @see RFC 5321, 4.1.2 and 4.5.3.1
import { domainToASCII } from 'node:url';

const MOST_CHARACTERS = 254;
const MOST_BEFORE_AT = 64;
const ATOM = String.raw`[A-Za-z0-9!#$%&'*+/=?^_\x60{|}~-]+`;
const BEFORE_AT = new RegExp(String.raw`^${ATOM}(?:\.${ATOM})*$`);
const HOST = /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?!\d+$)[a-z0-9-]{2,63}$/;

export interface Mailbox {
  /** As it is written to; a domain in another script is in its ASCII form. */
  readonly address: string;
  /** The same for spellings that most servers take for one mailbox. */
  readonly key: string;
}

/**
 * Reads one address. Quoted names, IP addresses, comments, several addresses and letters beyond ASCII before the @ are
 * refused: not every server on the way can carry them.
 * @returns undefined when it is none
 */
export function readMailbox(typed: string): Mailbox | undefined {
  if (typed.length > MOST_CHARACTERS) return undefined;
  const at = typed.lastIndexOf('@');
  const before = typed.slice(0, Math.max(0, at));
  if (before.length > MOST_BEFORE_AT || !BEFORE_AT.test(before)) return undefined;
  const host = domainToASCII(typed.slice(at + 1));
  const address = `${before}@${host}`;
  if (!HOST.test(host) || address.length > MOST_CHARACTERS) return undefined;
  // What stands after a plus is for the reader's own order.
  const [name = ''] = before.toLowerCase().split('+', 1);
  return { address, key: `${name === '' ? before.toLowerCase() : name}@${host}` };
}
