import { problemFrom } from './problem.js';

describe('a refusal of the API', () => {
  it('keeps code, message, reason and fields', () => {
    const body = { statusCode: 409, error: 'break-due', message: 'A break is due.', reason: 'break-due' };
    expect(problemFrom(409, body, null).body).toEqual(body);
    const wrong = {
      statusCode: 422,
      error: 'incomplete-assessment',
      message: 'no',
      fields: { 'i1.sex': 'x' },
    };
    expect(problemFrom(422, wrong, null).body.fields).toEqual({ 'i1.sex': 'x' });
  });

  it.each([[undefined], [null], ['<html>'], [[]], [{ error: 7, message: 'x' }], [{ error: 'x' }]])(
    'is one of its own when the body is %j',
    (body) => {
      const problem = problemFrom(502, body, null);
      expect([problem.code, problem.status]).toEqual(['unexpected', 502]);
    },
  );

  it('says how long to wait, if that is a number', () => {
    expect(problemFrom(429, undefined, '30').retryAfterSeconds).toBe(30);
    expect(problemFrom(429, undefined, 'Wed, 21 Oct').retryAfterSeconds).toBeUndefined();
  });
});
