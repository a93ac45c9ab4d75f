import fc from 'fast-check';
import { type Case, cases } from './random-calls';
import { evaluate } from '../../../src/key-policy/evaluation/evaluate';
import { simulate } from '../../support/iam-simulate';

/** What a number of random cases came to. */
export interface Comparison {
  readonly agreed: number;
  /** How many were left undecided by us, by the reason that AWS's documentation gives for that. */
  readonly undecided: Record<string, number>;
  /** How many we decide by AWS's page otherwise than the simulator, by that page. */
  readonly decided: Record<string, number>;
  /** Those that nobody has decided yet. */
  readonly open: readonly Case[];
}

/** Decides random cases twice, by our evaluation and by an independent simulator. */
export async function compare(runs: number, seed: number): Promise<Comparison> {
  const [undecided, decided]: Array<Record<string, number>> = [{}, {}];
  const open: Case[] = [];
  let agreed = 0;
  const count = (counts: Record<string, number>, name: string) => (counts[name] = (counts[name] ?? 0) + 1);
  for (const one of fc.sample(cases, { numRuns: runs, seed })) {
    const [ours, theirs] = [outcomeOf(one), await simulate(one.policies, one.request)];
    if (ours === theirs) {
      agreed += 1;
      continue;
    }
    const known = (ours === 'Depends' ? UNDECIDED : DECIDED).find(({ test }) => test(one));
    if (known) count(ours === 'Depends' ? undecided! : decided!, known.why);
    else open.push(one);
  }
  return { agreed, undecided: undecided!, decided: decided!, open };
}

function outcomeOf({ policies, request }: Case): string {
  const { verdict, explicit } = evaluate(policies, request);
  if (verdict === 'depends') return 'Depends';
  return verdict === 'allowed' ? 'Allowed' : explicit ? 'ExplicitlyDenied' : 'ImplicitlyDenied';
}

interface Known {
  /** The page of the IAM user guide, and what it says. */
  readonly why: string;
  readonly test: (one: Case) => boolean;
}

const textOf = ({ policies }: Case) => JSON.stringify(policies);

/** Where no page says what IAM does, we say `depends`; the simulator guesses. */
const UNDECIDED: readonly Known[] = [
  {
    why: 'reference_policies_variables: a variable that cannot be resolved might make the whole statement invalid',
    test: one => /\$\{aws:PrincipalTag\/(other|key)\}/.test(textOf(one)),
  },
  {
    why: 'reference_policies_elements_resource: variables are for the part after the fifth colon; nothing is said of others',
    test: one => textOf(one).includes('${aws:PrincipalTag/account}'),
  },
  {
    why: 'reference_policies_elements_condition_operators: an ARN has six parts; nothing is said of a shorter text',
    test: one => /"(\*|arn:aws:iam|arn:aws:s3:\*)"[\],}]/.test(textOf(one)),
  },
  {
    why: 'reference_policies_condition-single-vs-multi-valued-context-keys: several values want a set operator',
    test: one => /"String\w+":\{[^}]*"aws:PrincipalOrgPaths"/.test(textOf(one)),
  },
  {
    why: 'reference_policies_elements_notprincipal: role, session and account have to be listed, each of them',
    test: one => textOf(one).includes('NotPrincipal'),
  },
];

/** Where a page says what IAM does, and the simulator does otherwise. */
const DECIDED: readonly Known[] = [
  {
    why: 'reference_policies_elements_condition_operators#Conditions_IfExists: a line whose key is absent is true',
    test: one => /ForAnyValue:\w+IfExists/.test(textOf(one)),
  },
  {
    why: 'reference_policies_variables#policy-vars-specialchars: ${*} stands for the character *, whatever the operator',
    test: one => textOf(one).includes('bl${*}'),
  },
  {
    why: 'reference_policies_elements_resource: * at the end of a part can go beyond colons',
    test: one => textOf(one).includes('"NotResource":"arn:aws:kms:eu-west-1:*"'),
  },
  {
    why: 'reference_policies_elements_condition_operators#Conditions_IPAddress: /0 is every address, and NotIpAddress all but those named',
    test: one => /IpAddress(IfExists)?":\{[^}]*(\/0|"203.0.113.7")/.test(textOf(one)),
  },
];
