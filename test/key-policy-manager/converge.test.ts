import { type PolicyDocument, type Statement } from '../../src/key-policy/statement';
import { converge, NotSettled, SETTLE_MILLISECONDS } from '../../src/key-policy-manager/converge';
import { type PolicyStore } from '../../src/key-policy-manager/managed-key';
import { role } from '../support/key-policy-facts';
import { TickingClock } from '../support/ticking-clock';

const statement = (Sid: string): Statement => ({
  Sid,
  Effect: 'Allow',
  Principal: { AWS: role('App') },
  Action: 'kms:ListGrants',
  Resource: '*',
});
const document = (...statements: Statement[]): PolicyDocument => ({ Version: '2012-10-17', Statement: statements });
const ours = statement('ours');
const plan = (current: PolicyDocument): PolicyDocument => ({
  ...current,
  Statement: [...current.Statement.filter(({ Sid }) => Sid !== 'ours'), ours],
});
const goal = { plan, check: () => {} };

/** A store that keeps what is put as it likes. */
class Store implements PolicyStore {
  public puts = 0;

  public constructor(
    public policy: PolicyDocument,
    private readonly keep: (put: PolicyDocument, puts: number) => PolicyDocument = put => put,
  ) {}

  public async get(): Promise<PolicyDocument> {
    return this.policy;
  }

  public async put(put: PolicyDocument): Promise<void> {
    this.policy = this.keep(put, ++this.puts);
  }
}

const LONG = 200_000;
const settle = SETTLE_MILLISECONDS;

test('puts once, and sees that it stays', async () => {
  const store = new Store(document(statement('theirs')));
  const clock = new TickingClock(LONG);
  expect(await converge(store, goal, clock)).toBe(true);
  expect([store.puts, clock.slept]).toEqual([1, settle]);
});

test('puts nothing where nothing has to change, and sees that it stays', async () => {
  const clock = new TickingClock(LONG);
  const store = new Store(document(ours));
  expect(await converge(store, goal, clock)).toBe(false);
  expect([store.puts, clock.slept]).toEqual([0, settle]);
});

test.each(['check', 'confirm'] as const)('overwrites nothing that somebody put during a long %s', async during => {
  const store = new Store(document());
  const theirs = statement('theirs');
  const putTheirs = async (): Promise<void> => {
    if (store.puts === 0) store.policy = document(theirs);
  };
  const slow = { ...goal, ...(during === 'check' && { check: putTheirs }) };
  const key = during === 'confirm' ? Object.assign(store, { confirm: putTheirs }) : store;
  expect(await converge(key, slow, new TickingClock(LONG))).toBe(true);
  expect([store.puts, store.policy]).toEqual([1, document(theirs, ours)]);
});

test('puts again what somebody has overwritten meanwhile', async () => {
  const store = new Store(document(), (put, puts) => (puts === 1 ? document(statement('theirs')) : put));
  expect(await converge(store, goal, new TickingClock(LONG))).toBe(true);
  expect([store.puts, store.policy]).toEqual([2, document(statement('theirs'), ours)]);
});

test('finds out what is gone though it was there at first', async () => {
  const store = new Store(document(ours));
  const clock = new TickingClock(LONG);
  const sleep = clock.sleep.bind(clock);
  clock.sleep = async milliseconds => {
    if (clock.slept < settle / 2) store.policy = document(statement('theirs'));
    await sleep(milliseconds);
  };
  expect(await converge(store, goal, clock)).toBe(true);
  expect(store.policy).toEqual(document(statement('theirs'), ours));
});

test('starts over after a read that shows something else, though an older answer follows it', async () => {
  const clock = new TickingClock(LONG);
  const store = new Store(document(ours));
  const answers = [document(statement('theirs')), document(ours)];
  store.get = async () => (clock.slept >= settle && answers.shift()) || store.policy;
  expect(await converge(store, goal, clock)).toBe(false);
  expect([store.puts, answers]).toEqual([0, []]);
  expect(clock.slept - 2 * settle).toBeGreaterThan(0); // what is waited before it starts over
  expect(clock.slept - 2 * settle).toBeLessThanOrEqual(500);
});

test.each([
  ['one after the other', () => document(statement('theirs'))],
  ['each another one', (_: PolicyDocument, puts: number) => document(statement(`theirs ${puts}`))],
])('never takes what others put for ours: %s', async (_, keep) => {
  const store = new Store(document(), keep);
  await expect(converge(store, goal, new TickingClock(LONG))).rejects.toThrow(NotSettled);
});

test('never takes what others put for ours where our next put fails', async () => {
  const store = new Store(document(), () => document(statement('theirs')));
  const put = store.put.bind(store);
  store.put = async policy => {
    if (store.puts > 0) throw Object.assign(new Error('later'), { name: 'ThrottlingException' });
    await put(policy);
  };
  await expect(converge(store, goal, new TickingClock(LONG))).rejects.toThrow('later');
});

test('puts nothing that must not be put', async () => {
  const store = new Store(document());
  const refusal = Object.assign(new Error('no'), { name: 'PolicyRefused' });
  const check = async () => Promise.reject(refusal);
  await expect(converge(store, { plan, check }, new TickingClock(LONG))).rejects.toBe(refusal);
  expect(store.puts).toBe(0);
});

test('puts nothing that it has no time to look after', async () => {
  const store = new Store(document());
  await expect(converge(store, goal, new TickingClock(settle))).rejects.toThrow(
    'the time is up before the policy of the key has stayed as it should be: somebody else changes it too',
  );
  expect(store.puts).toBe(0);
});

test('fails while there is still time to say so', async () => {
  const clock = new TickingClock(LONG);
  const store = new Store(document());
  store.put = async () => {
    throw Object.assign(new Error('later'), { name: 'ThrottlingException' });
  };
  await expect(converge(store, goal, clock)).rejects.toThrow('later');
  expect(clock.remaining()).toBeGreaterThan(0);
});
