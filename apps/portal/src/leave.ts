/** Where "Leave" leads: a page that anybody may have open. Named in `form-action`, since a form leads there too. */
export const LEAVE_TO = 'https://www.wikipedia.org/';
