import { compare } from './differential';

test('decides 10,000 random calls as an independent simulator does, or as a page of AWS says', async () => {
  const { agreed, undecided, decided, open } = await compare(10_000, 20261125);
  expect(open).toEqual([]);
  expect(agreed).toBeGreaterThan(8_000);
  for (const count of Object.values({ ...undecided, ...decided })) expect(count).toBeGreaterThan(0);
});
