export { LETTER_TEXTS } from './letter-text.js';
export { MailFailedError, Mailer } from './mailer.js';
export { forgetLetterCounts, LetterService, noteMailService } from './letter.service.js';
