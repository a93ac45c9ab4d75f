import { executionRoleArn, type Cloud } from './cloud';

/** What `cdk bootstrap` leaves in an account, as far as a deployment needs it. */
export function bootstrap({ account, region, roles, buckets, parameters }: Cloud): void {
  const suffix = `${account}-${region}`;
  const Statement = [{ Effect: 'Allow', Principal: { AWS: account }, Action: 'sts:AssumeRole' }];
  for (const role of ['deploy', 'file-publishing', 'image-publishing', 'lookup']) {
    roles.addAdministrator(`arn:aws:iam::${account}:role/cdk-hnb659fds-${role}-role-${suffix}`, { Statement });
  }
  roles.addAdministrator(executionRoleArn(account, region));
  buckets.add(`cdk-hnb659fds-assets-${suffix}`);
  parameters.set('/cdk-bootstrap/hnb659fds/version', '30');
}
