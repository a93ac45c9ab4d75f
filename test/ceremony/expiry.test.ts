import { parseExpiry } from '../../src/ceremony/expiry';

const NOW = new Date('2026-11-24T12:00:00Z');

test.each([
  ['never', undefined],
  ['1d', '2026-11-25T12:00:00.000Z'],
  ['364d', '2027-11-23T12:00:00.000Z'],
  ['365d', '2027-11-24T11:55:00.000Z'],
  ['2027-11-24T12:00:00Z', '2027-11-24T12:00:00.000Z'],
  ['2027-01-31', '2027-01-31T00:00:00.000Z'],
  ['2027-01-31T10:00+01:00', '2027-01-31T09:00:00.000Z'],
  ['2026-11-24T12:00:01Z', '2026-11-24T12:00:01.000Z'],
])('%s is %s', (text, date) => {
  expect(parseExpiry(text, NOW)?.toISOString()).toBe(date);
});

const FORM = "expiry must be 'never', days such as 90d or a date such as 2027-01-31T00:00:00Z";

test.each([
  ['0d', 'expiry must be in the future, got 2026-11-24T12:00:00.000Z'],
  ['2026-11-24T12:00:00Z', 'expiry must be in the future, got 2026-11-24T12:00:00.000Z'],
  ['2027-11-24T12:00:01Z', 'expiry must be at most 365 days away, got 2027-11-24T12:00:01.000Z'],
  ['366d', 'expiry must be at most 365 days away, got 2027-11-25T12:00:00.000Z'],
  ['90', `${FORM}, got '90'`],
  ['1.5d', `${FORM}, got '1.5d'`],
  ['-1d', `${FORM}, got '-1d'`],
  ['31/01/2027', `${FORM}, got '31/01/2027'`],
  ['2027-02-31T25:00:00Z', `${FORM}, got '2027-02-31T25:00:00Z'`],
  ['', `${FORM}, got ''`],
  ['2027-02-30', "expiry must be a date that exists, got '2027-02-30'"],
  ['2027-04-31T00:00:00Z', "expiry must be a date that exists, got '2027-04-31T00:00:00Z'"],
  ['2027-02-29T10:00+01:00', "expiry must be a date that exists, got '2027-02-29T10:00+01:00'"],
])('fails with %j', (text, message) => {
  expect(() => parseExpiry(text, NOW)).toThrow(message);
});
