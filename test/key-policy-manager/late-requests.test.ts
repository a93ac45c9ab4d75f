import fc from 'fast-check';
import { renderAdmission } from '../../src/key-policy/admission';
import { renderKeyPolicyStatements } from '../../src/key-policy/render/render';
import { samePolicy } from '../../src/key-policy/same';
import { type PolicyDocument } from '../../src/key-policy/statement';
import { type StackResource } from '../../src/key-policy-manager/confirm-request';
import { handle } from '../../src/key-policy-manager/handle';
import { type DeployedPolicy } from '../../src/key-policy-manager/properties';
import { type ResourceRequest } from '../../src/key-policy-manager/resource-request';
import { KeyDouble } from '../support/key-double';
import { KEY_ARN, keyPolicyFacts, role } from '../support/key-policy-facts';
import { deployedPolicy, describedAs, requestFor, STACK_ID } from '../support/stack-double';
import { VirtualTime } from '../support/virtual-time';

const HERE = `${KEY_ARN} Orders`;
const BOSS = {
  Sid: 'Boss',
  Effect: 'Allow' as const,
  Principal: { AWS: role('Boss') },
  Action: 'kms:PutKeyPolicy',
  Resource: '*',
};
const policyFor = (consumer: string): DeployedPolicy => {
  const facts = keyPolicyFacts({ policyManagerRoleArn: role('Manager'), consumerRoleArns: [role(consumer)] });
  return deployedPolicy({ Way: 'merge', SidPrefix: 'Orders', Statements: renderKeyPolicyStatements(facts) });
};
const [BEFORE, FAILED] = ['App', 'Contractor'].map(policyFor) as [DeployedPolicy, DeployedPolicy];
const documentOf = ({ Statements }: DeployedPolicy): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: [BOSS, ...Statements],
});

/** What is left on a closed key: who decides over it, and the way back in. */
const REMOVED: PolicyDocument = { Version: '2012-10-17', Statement: [BOSS, renderAdmission(documentOf(BEFORE))!] };

/** A stack whose update is rolled back, or that is deleted, while somebody goes on sending what it asked for before. */
class Ground {
  public readonly time = new VirtualTime();
  public readonly key = new KeyDouble(documentOf(BEFORE), () => this.time.now);
  public resource: StackResource = describedAs('UPDATE_IN_PROGRESS', FAILED, HERE);

  /** What was put, and when. */
  public readonly puts: [number, PolicyDocument][] = [];

  public async send(request: ResourceRequest): Promise<string> {
    const outcome = await handle(request, {
      stack: { id: STACK_ID, resource: async () => this.resource },
      keyOf: () => {
        const key = this.key.seenBy(role('Manager'), async () => this.time.sleep(REQUEST_TIME / 2));
        return { ...key, put: async document => (this.puts.push([this.time.now, document]), key.put(document)) };
      },
      deadline: this.time.clock(200_000),
      report: () => {},
    });
    return outcome.status;
  }
}

/** What a request to KMS takes, there and back. */
const REQUEST_TIME = 400;

/** When the stack turns round: a request that came before may still be waiting for its put to settle. */
const TURNS_AT = 20_000;
/** When a forged request is sent, before and after the rollback begins. */
const moments = fc.array(fc.integer({ min: 0, max: 2 * TURNS_AT }), { minLength: 1, maxLength: 4 });

test.each([
  ['the way back', 'UPDATE_IN_PROGRESS', requestFor('Update', BEFORE, HERE), documentOf(BEFORE)],
  ['the deletion', 'DELETE_IN_PROGRESS', requestFor('Delete', BEFORE, HERE), REMOVED],
])('what was still under way when %s began is put at once or never, and undone', async (_, status, real, after) => {
  await fc.assert(
    fc.asyncProperty(moments, async forgedAt => {
      const ground = new Ground();
      const { time, key, puts } = ground;
      const forge = async (at: number): Promise<void> => {
        await time.sleep(at);
        await ground.send(requestFor('Update', FAILED, HERE));
      };
      const turn = async (): Promise<string> => {
        await time.sleep(TURNS_AT);
        ground.resource = describedAs(status, BEFORE, HERE);
        return ground.send(real);
      };

      const [outcome] = await time.run(Promise.all([turn(), ...forgedAt.map(forge)]));

      const late = puts.filter(([, policy]) => samePolicy(policy, documentOf(FAILED))).map(([at]) => at - TURNS_AT);
      expect(late.filter(since => since > REQUEST_TIME)).toEqual([]);
      expect(outcome).toBe('SUCCESS');
      expect(samePolicy(key.policy, after)).toBe(true);
    }),
    { numRuns: 10, examples: [[[TURNS_AT - 2 * REQUEST_TIME - 1]]] },
  );
});
