import { type PolicyDocument, type Statement } from '../../src/key-policy/statement';
import { converge } from '../../src/key-policy-manager/converge';
import { type PolicyStore } from '../../src/key-policy-manager/policy-store';
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

test('puts once, and sees that it stays', async () => {
  const store = new Store(document(statement('theirs')));
  const clock = new TickingClock(60_000);
  expect(await converge(store, goal, clock)).toBe(true);
  expect([store.puts, clock.slept]).toEqual([1, 4_500]);
});

test('puts nothing, and waits for nothing, where nothing has to change', async () => {
  const clock = new TickingClock(60_000);
  expect(await converge(new Store(document(ours)), goal, clock)).toBe(false);
  expect(clock.slept).toBe(0);
});

test('puts again what somebody has overwritten meanwhile', async () => {
  const store = new Store(document(), (put, puts) => (puts === 1 ? document(statement('theirs')) : put));
  expect(await converge(store, goal, new TickingClock(60_000))).toBe(true);
  expect([store.puts, store.policy]).toEqual([2, document(statement('theirs'), ours)]);
});

test("takes it for KMS's own spelling if the same comes back twice", async () => {
  const spelled = (put: PolicyDocument) => ({
    ...put,
    Statement: put.Statement.map(one => ({ ...one, Action: ['kms:ListGrants', 'kms:ListAliases'] })),
  });
  const store = new Store(document(), spelled);
  expect(await converge(store, goal, new TickingClock(60_000))).toBe(true);
  expect(store.puts).toBe(2);
});

test('puts nothing that must not be put', async () => {
  const store = new Store(document());
  const refusal = Object.assign(new Error('no'), { name: 'PolicyRefused' });
  await expect(
    converge(
      store,
      {
        plan,
        check: () => {
          throw refusal;
        },
      },
      new TickingClock(60_000),
    ),
  ).rejects.toBe(refusal);
  expect(store.puts).toBe(0);
});

test('fails while there is still time to say so', async () => {
  const clock = new TickingClock(60_000);
  const store = new Store(document());
  store.put = async () => {
    throw Object.assign(new Error('later'), { name: 'ThrottlingException' });
  };
  await expect(converge(store, goal, clock)).rejects.toThrow('later');
  expect(clock.remaining()).toBeGreaterThan(0);
});
