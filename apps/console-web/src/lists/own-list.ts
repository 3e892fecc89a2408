// The organisation's own list is known by its analysts, who confirm what is on it.
import type { HashList } from '../api/types.js';

export const isOwn = ({ confirmations }: HashList): boolean => confirmations !== null;
