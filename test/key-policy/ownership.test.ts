import { constructOf, isOurs } from '../../src/key-policy/ownership';
import { renderKeyPolicyStatements } from '../../src/key-policy/render/render';
import { type Statement } from '../../src/key-policy/statement';
import { keyPolicyFacts } from '../support/key-policy-facts';

const named = (Sid?: string): Statement => ({ Sid, Effect: 'Allow' });

test('knows every statement it renders for one of its own', () => {
  for (const statement of renderKeyPolicyStatements(keyPolicyFacts({ sidPrefix: 'Returns' }))) {
    expect([constructOf(statement), isOurs(statement, 'Returns')]).toEqual(['Returns', true]);
  }
});

test.each(['OrdersEu AdminsManage', 'Orders', 'OrdersAdminsManage', 'orders AdminsManage', undefined])(
  'takes no statement of another construct, nor of nobody: %s',
  Sid => {
    expect(isOurs(named(Sid), 'Orders')).toBe(false);
  },
);

test.each(['Enable IAM User Permissions', 'Allow use', 'Orders Something', 'Orders AdminsManage too', undefined])(
  'takes no statement of others for one of a construct: %s',
  Sid => {
    expect(constructOf(named(Sid))).toBeUndefined();
  },
);
