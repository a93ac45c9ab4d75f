import { type Attack, NOT_LET_IN, type Outcome, SUCCEEDS } from '../test/attacks/attack';
import { ATTACKS } from '../test/attacks/attacks';
import { EXAMPLE_NAMES } from '../test/attacks/example-app';
import { RUN_IN_SANDBOX } from '../test/attacks/run-in-sandbox';

/** The page of attacks. Its test tries each row, in every example. */
export function renderAttacks(): string {
  const all = Object.values(ATTACKS).flat();
  const refused = all.filter(attack => finally_(attack) !== SUCCEEDS);
  return `${[
    '# Attacks',
    INTRODUCTION(all.length, refused.length),
    ...Object.entries(ATTACKS).map(([title, attacks]) => `## ${title}\n\n${renderTable(attacks)}`),
    `## What remains\n\n${renderRemains(all.filter(({ remains }) => remains))}`,
  ].join('\n\n')}\n`;
}

const INTRODUCTION = (count: number, refused: number): string => `\
<!-- printed by the code: npx projen docs -->

${count} attacks, of which ${refused} are refused. Everybody here has every right that IAM can give them, but for what is attached to the roles
of the two functions. A name is that of the statement that refuses. *Not let in*: the policy of the resource names whom it lets in, and no
statement names this one for this. *Succeeds* beside a name under the guard: only [the role guard](key-policy.md#the-role-guard) closes it.
Rows with a star also run in the sandbox, with the deployed policies enforced.

Each row holds in every example (${EXAMPLE_NAMES.join(', ')}), merged and replaced, with
\`strictConditions\` and without. Each example gets a role for every duty that it leaves out. The policies are those of the synthesised templates.
[One test](../test/attacks/attacks.test.ts) asks this package's evaluator and an independent simulator of IAM, and
[another one](../test/sandbox/attacks.test.ts) the sandbox. None of this has run in an AWS account yet: see [unproven.md](unproven.md).

With \`merge\` all of it holds only as far as no other statement of the key's policy lets somebody in. A deployment refuses one that leaves the key to IAM,
unless you accept that statement by its Sid: then whoever may attach IAM policies gets in. It refuses one that lets an administrator of yours use
the key, too. Whom other statements let use the key can read the table, if IAM lets them.`;

function renderTable(attacks: readonly Attack[]): string {
  return [
    '| who | tries | without the guard | with it |',
    '|---|---|---|---|',
    ...attacks.map(attack => {
      const star = RUN_IN_SANDBOX.includes(titleOf(attack)) ? ' \\*' : '';
      const [bare, guarded] = [render(attack, attack.refusedBy), render(attack, attack.guarded ?? attack.refusedBy)];
      return `| ${attack.who.name} | ${attack.what}${star} | ${bare} | ${guarded === bare ? 'the same' : guarded} |`;
    }),
  ].join('\n');
}

function renderRemains(attacks: readonly Attack[]): string {
  return [
    '| who | does what | why it is let be |',
    '|---|---|---|',
    ...attacks.map(({ remains, what, who }) => `| ${who.name} | ${what} | ${remains} |`),
  ].join('\n');
}

function render({ strictly }: Attack, outcome: Outcome): string {
  return outcome === SUCCEEDS && strictly ? `${inWords(outcome)}; strict: ${inWords(strictly)}` : inWords(outcome);
}

function inWords(outcome: Outcome): string {
  if (outcome === SUCCEEDS) return '**succeeds**';
  if (outcome === NOT_LET_IN) return 'not let in';
  return outcome === 'statement 1' ? "the queue's deny without TLS" : `\`${outcome}\``;
}

const finally_ = ({ guarded, refusedBy }: Attack): Outcome => guarded ?? refusedBy;

/** How a test names an attack. */
const titleOf = ({ what, who }: Attack): string => `${who.name} ${what}`;
