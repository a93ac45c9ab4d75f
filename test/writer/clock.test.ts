import { lambdaClock, withReserve } from '../../src/writer/clock';

afterEach(() => jest.restoreAllMocks());

test('counts to an end that is fixed once, 400 milliseconds before that of the invocation', () => {
  const now = jest.spyOn(performance, 'now').mockReturnValue(5_000);
  const clock = lambdaClock(30_000);
  expect(clock.remaining()).toBe(29_600);
  now.mockReturnValue(34_000);
  expect(clock.remaining()).toBe(600);
});

test('is not moved by who sets the time of day', () => {
  jest.spyOn(performance, 'now').mockReturnValue(5_000);
  const clock = lambdaClock(30_000);
  jest.spyOn(Date, 'now').mockReturnValue(0);
  expect(clock.remaining()).toBe(29_600);
});

test.each([
  [30_400, 3_000],
  [5_400, 1_000],
  [400, 0],
])('of %i milliseconds keeps %i for telling the queue', (milliseconds, reserve) => {
  jest.spyOn(performance, 'now').mockReturnValue(0);
  const clock = lambdaClock(milliseconds);
  expect(withReserve(clock).remaining()).toBe(clock.remaining() - reserve);
});
