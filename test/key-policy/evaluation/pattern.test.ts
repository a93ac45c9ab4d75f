import fc from 'fast-check';
import { fits, matchesWildcard, wildcards } from '../../../src/key-policy/evaluation/pattern';

test('a pattern without wildcards fits itself alone, and a star fits all', () => {
  fc.assert(
    fc.property(
      fc.string().filter(text => !/[*?]/.test(text)),
      fc.string(),
      (text, other) => {
        expect(matchesWildcard(text, text)).toBe(true);
        expect(matchesWildcard(text, `${text}x${other}`)).toBe(false);
        expect(matchesWildcard(`${text}*`, text + other)).toBe(true);
      },
    ),
  );
});

test('fits what the regular expression of the same meaning fits', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 8 });
  fc.assert(
    fc.property(text, fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 }), (pattern, value) => {
      const expression = new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`);
      expect(fits(wildcards(pattern), value)).toBe(expression.test(value));
    }),
    { numRuns: 2_000 },
  );
});

test('takes no longer for a pattern made to take long', () => {
  const steps = { count: 0 };
  const counted = new Proxy(wildcards('*a'.repeat(200)), {
    get: (target, name, receiver) => {
      steps.count += 1;
      return Reflect.get(target, name, receiver) as unknown;
    },
  });
  expect(fits(counted, `${'a'.repeat(400)}b`)).toBe(false);
  expect(steps.count).toBeLessThan(10 * 400 * 401);
});
