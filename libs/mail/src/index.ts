export { LETTER_TEXTS } from './letter-text.js';
export { assertMailServerAnswers, MailFailedError, Mailer } from './mailer.js';
export { forgetLetterCounts, LetterService, noteMailService } from './letter.service.js';
