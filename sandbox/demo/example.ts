import type { Sandbox } from '../sandbox';

export const ADMINISTRATOR = 'arn:aws:iam::111122223333:role/KeyAdmin';
export const CONSUMER = 'arn:aws:iam::111122223333:role/OrdersApp';

/** Lets the administrator make keys and import material, which in an account would be somebody's doing long before. */
export function addAdministrator({ roles }: Sandbox): void {
  const importing = ['kms:GetParametersForImport', 'kms:ImportKeyMaterial'];
  const Action = ['kms:CreateKey', 'kms:DescribeKey', ...importing, 'kms:GetKeyPolicy', 'kms:PutKeyPolicy'];
  const role = roles.add(ADMINISTRATOR.split('/')[1], { Statement: [] });
  role.policies.set('MakeKeys', { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });
}
