import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Attack, NOT_LET_IN, type Outcome, SUCCEEDS } from './attack';
import { ATTACKS } from './attacks';
import { type Environment, environmentOf, environments } from './environment';
import { type Case, casesOf, outcomeOf } from './judge-attack';
import { renderAttacks } from '../../scripts/attack-table';
import { coversAction } from '../../src/key-policy/evaluation/match';
import { type PolicyDocument } from '../../src/key-policy/statement';
import { simulate } from '../support/iam-simulate';

const attacks = Object.values(ATTACKS).flat();
let everywhere: readonly Environment[];

beforeAll(() => {
  everywhere = environments();
});

const expected = ({ guarded, refusedBy, strictly }: Attack, { name }: Environment, guard: boolean): Outcome => {
  const bare = name.endsWith('strict') ? (strictly ?? refusedBy) : refusedBy;
  return guard ? (guarded ?? bare) : bare;
};

/** Each way to try an attack: every example in which there is such an attacker, without the guard and with it. */
const trialsOf = (attack: Attack) =>
  everywhere.flatMap(environment =>
    [false, true].flatMap(guard => {
      const cases = casesOf(attack, environment, guard);
      return cases
        ? [{ where: `${environment.name}, guard: ${guard}`, cases, wanted: expected(attack, environment, guard) }]
        : [];
    }),
  );

const excerpts = new Map<PolicyDocument, Map<string, PolicyDocument>>();
const answers = new Map<string, Promise<string>>();

/** Only the statements that are about the action: most examples then have the same question, which is asked once. */
async function ask({ policies, request }: Case): Promise<string> {
  const about = (policy: PolicyDocument): PolicyDocument => {
    const known = excerpts.get(policy) ?? new Map<string, PolicyDocument>();
    const statements = () => policy.Statement.filter(statement => coversAction(statement, request.action));
    const excerpt = known.get(request.action) ?? { Version: '2012-10-17', Statement: statements() };
    excerpts.set(policy, known.set(request.action, excerpt));
    return excerpt;
  };
  const { identity, resource } = policies;
  const question = { identity: identity.map(about), ...(resource && { resource: about(resource) }) };
  const key = JSON.stringify([question, request]);
  const answer = answers.get(key) ?? simulate(question, request);
  answers.set(key, answer);
  return answer;
}

/** What somebody else's reading of IAM says of the calls, as far as the first that is refused. */
async function independently(cases: readonly Case[]): Promise<string> {
  for (const one of cases) {
    const answer = await ask(one);
    if (answer !== 'Allowed') return answer;
  }
  return 'Allowed';
}

const inItsWords = (outcome: Outcome): string =>
  outcome === SUCCEEDS ? 'Allowed' : outcome === NOT_LET_IN ? 'ImplicitlyDenied' : 'ExplicitlyDenied';

describe.each(attacks.map(attack => [attack.who.name, attack.what, attack] as const))(
  '%s %s',
  (_who, _what, attack) => {
    test('is refused by what docs/attacks.md says, or listed as what remains, in every example', () => {
      const trials = trialsOf(attack);

      expect(trials.length).toBeGreaterThanOrEqual(2 * 28);
      expect(trials.map(({ cases, where }) => [where, outcomeOf(cases)])).toEqual(
        trials.map(({ wanted, where }) => [where, wanted]),
      );
    });

    test('and an independent simulator says the same', async () => {
      const trials = trialsOf(attack);

      const answered = await Promise.all(trials.map(async ({ cases, where }) => [where, await independently(cases)]));
      expect(answered).toEqual(trials.map(({ wanted, where }) => [where, inItsWords(wanted)]));
    });
  },
);

test('there are at least 60 attacks, each once, and whatever succeeds beside the guard says why it is let be', () => {
  const names = attacks.map(({ what, who }) => `${who.name} ${what}`);

  expect(attacks.length).toBeGreaterThanOrEqual(60);
  expect(names.filter((name, index) => names.indexOf(name) < index)).toEqual([]);
  expect(attacks.filter(({ guarded, refusedBy }) => (guarded ?? refusedBy) === SUCCEEDS)).toEqual(
    attacks.filter(({ remains }) => remains),
  );
});

test('the statements are the same, be they merged or replaced', () => {
  expect(environmentOf('minimal', 'merge', false).key.Statement).toEqual(
    environmentOf('minimal', 'replace', false).key.Statement,
  );
});

test('docs/attacks.md is the page of today; if not: npx projen docs', () => {
  expect(readFileSync(join(__dirname, '..', '..', 'docs', 'attacks.md'), 'utf8')).toBe(renderAttacks());
});
