// What is wrong with a field, in English, for callers of the API.
import { SUBMISSION_LIMITS, type FieldError, type FieldErrors } from '#libs/reports';

const MESSAGES: Readonly<Record<FieldError, string>> = {
  'address-or-place': 'Give at least one address in urls, or describe the place in place.',
  'too-many': `Give at most ${SUBMISSION_LIMITS.urls} entries; send the rest in a second report.`,
  'too-long': 'The text is too long.',
  'not-text': 'Must be text.',
  'not-a-list': 'Must be a list of texts.',
  'not-true-or-false': 'Must be true or false.',
  'date-form': 'Must be a day as YYYY-MM-DD, or a time in ISO 8601.',
  'date-in-future': 'This day has not come yet.',
  'email-form': 'Is not a complete e-mail address.',
  'not-an-object': 'The body must be a JSON object.',
  'hash-form':
    'Must be a list of {"algorithm": "md5", "sha1", "sha256" or "pdq", "value": hexadecimal digits of that length}.',
  'needs-key': 'Hashes are taken with an API key only.',
};

export function fieldMessages(errors: FieldErrors): Record<string, string> {
  return Object.fromEntries(Object.entries(errors).map(([field, code]) => [field, MESSAGES[code]]));
}
