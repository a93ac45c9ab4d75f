import { type PolicyDocument } from '../../src/key-policy/statement';
import {
  converge,
  type Goal,
  NotSettled,
  REQUEST_MILLISECONDS,
  SETTLE_MILLISECONDS,
  STALENESS_MILLISECONDS,
} from '../../src/key-policy-manager/converge';
import { type PolicyStore } from '../../src/key-policy-manager/managed-key';
import { role } from '../support/key-policy-facts';
import { VirtualTime } from '../support/virtual-time';

const document = (...sids: string[]): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: sids.map(Sid => ({
    Sid,
    Effect: 'Allow',
    Principal: { AWS: role('App') },
    Action: 'kms:ListGrants',
    Resource: '*',
  })),
});
const sidsOf = ({ Statement: statements }: PolicyDocument): string[] => statements.map(({ Sid }) => Sid!);
/** Wants one statement beside those of others, and none of another name of ours. */
const wanting = (sid: string): Goal => ({
  plan: current => document(...sidsOf(current).filter(one => !one.startsWith('ours')), sid),
  check: () => {},
});

const BUDGET = 200_000;

/** A key that somebody else changes, whose requests take their time. */
class ChangingKey implements PolicyStore {
  public readonly time = new VirtualTime();
  public reads = 0;
  public readonly puts: PolicyDocument[] = [];
  public policy = document();
  public putMilliseconds = 20;
  /** What a read gives back. */
  public read = (): PolicyDocument => this.policy;
  public confirm = async (): Promise<void> => {};

  public async get(): Promise<PolicyDocument> {
    await this.time.sleep(20);
    this.reads++;
    return this.read();
  }

  public async put(policy: PolicyDocument): Promise<void> {
    await this.time.sleep(this.putMilliseconds);
    this.puts.push((this.policy = policy));
  }

  public async converge(goal = wanting('ours'), budget = BUDGET): Promise<boolean> {
    return converge(this, goal, this.time.clock(budget));
  }
}

let key: ChangingKey;

beforeEach(() => (key = new ChangingKey()));

test('gives up a key that changes at each read, in time and without a flood of requests', async () => {
  key.read = () => document(`theirs ${key.reads}`);
  await expect(key.time.run(key.converge())).rejects.toThrow(
    new NotSettled(
      'the time is up before the policy of the key has stayed as it should be: somebody else changes it too',
    ),
  );
  expect(key.puts).toEqual([]);
  expect(key.reads).toBeLessThan(2 * (BUDGET / 4_000 + 8)); // a wait is 4 to 8 seconds, after a few shorter ones
  expect(key.time.now).toBeLessThan(BUDGET);
});

test('waits for reads that show now an old policy and now the new one, and keeps what is new', async () => {
  key.policy = document('theirs');
  key.read = () => (key.time.now < STALENESS_MILLISECONDS && key.reads % 2 === 0 ? document() : key.policy);
  await expect(key.time.run(key.converge())).resolves.toBe(true);
  expect(key.puts).toEqual([document('theirs', 'ours')]);
  expect(key.reads).toBeLessThan(30);
});

test('lets no more than one of two who want the opposite say that it is done, after few puts', async () => {
  const goals = ['ours', 'ours, otherwise'];
  const both = goals.map(async sid => key.converge(wanting(sid)).then(() => sid));
  const done = await key.time.run(Promise.allSettled(both));
  const said = done.map(one => (one.status === 'fulfilled' ? one.value : (one.reason as Error).name));
  expect(said.filter(one => one !== 'NotSettled' && one !== sidsOf(key.policy)[0])).toEqual([]);
  expect(said).toContain('NotSettled');
  expect(key.puts.length).toBeLessThan(2 * (BUDGET / STALENESS_MILLISECONDS));
  expect(key.time.now).toBeLessThan(BUDGET);
});

const refusal = (name: string) => Object.assign(new Error('no longer'), { name });
/** Does nothing the first time, and refuses after that. */
const onceOnly = (name: string) => {
  let asked = 0;
  return async (): Promise<void> => {
    if (++asked > 1) throw refusal(name);
  };
};

test.each(['check', 'confirm'] as const)('puts nothing any more once the %s has changed its mind', async asked => {
  const put = key.put.bind(key);
  key.put = async policy => {
    await put(policy);
    key.policy = document('theirs'); // overwritten at once, so that it has to be put again
  };
  const goal = { ...wanting('ours'), ...(asked === 'check' && { check: onceOnly('PolicyRefused') }) };
  if (asked === 'confirm') key.confirm = onceOnly('RequestRefused');
  await expect(key.time.run(key.converge(goal))).rejects.toThrow('no longer');
  expect([key.puts, key.policy]).toEqual([[document('ours')], document('theirs')]);
});

test.each(Array.from({ length: 12 }, (_, step) => SETTLE_MILLISECONDS + step * 500))(
  'puts only what it then has the time to see settle: %s ms',
  async budget => {
    key.putMilliseconds = REQUEST_MILLISECONDS - 100;
    const outcome = await key.time.run(key.converge(wanting('ours'), budget).catch((error: unknown) => error));
    expect([key.puts.length, outcome]).toEqual(key.puts.length > 0 ? [1, true] : [0, expect.any(NotSettled)]);
  },
);
