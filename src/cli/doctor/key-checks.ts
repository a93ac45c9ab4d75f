import { broken, type LinkCheck, good, warning } from './check';
import { foreignGrants, renderGrant } from '../../key-policy/grants';

const DAY = 86_400_000;

/** The checks of the key, and of what may be done with it. */
export const KEY_CHECKS: readonly LinkCheck[] = [
  {
    name: 'key',
    after: ['stack'],
    look: async account => {
      const { Arn, DeletionDate, KeyState, Origin } = await account.key();
      switch (KeyState) {
        case 'Enabled':
          return Origin === 'EXTERNAL'
            ? good('the key is enabled, with imported material')
            : warning(`the key is enabled, but its origin is ${Origin}, not EXTERNAL`);
        case 'PendingDeletion':
          return broken(
            `the key is to be deleted on ${DeletionDate?.toISOString()}`,
            `aws kms cancel-key-deletion --key-id ${Arn} && aws kms enable-key --key-id ${Arn}`,
          );
        case 'PendingImport':
          return broken(
            'the key has no material: it expired or was deleted',
            `npx encrypted-queue-to-table key parameters --key-id ${Arn} --out parameters.json`,
          );
        default:
          return broken(`the key is ${KeyState}`, `aws kms enable-key --key-id ${Arn}`);
      }
    },
  },
  {
    name: 'expiry',
    after: ['stack', 'key'],
    look: async account => {
      const { Arn, ValidTo } = await account.key();
      if (ValidTo === undefined) return good('the key material does not expire');
      const days = Math.floor((ValidTo.getTime() - account.now.getTime()) / DAY);
      const says = `the key material expires in ${days} days, on ${ValidTo.toISOString()}`;
      const fix = `npx encrypted-queue-to-table key parameters --key-id ${Arn} --out parameters.json`;
      if (days < 7) return broken(says, fix);
      return days < 30 ? warning(says, fix) : good(says);
    },
  },
  {
    name: 'key policy',
    after: ['stack'],
    look: async account => {
      const deployed = await account.deployedPolicy();
      const live = await account.keyPolicy();
      if (deployed === undefined) return good('the key policy is not put by the deployment');
      const bySid = new Map(live.Statement.map(statement => [statement.Sid, statement]));
      const missing = deployed.Statements.filter(({ Sid }) => !bySid.has(Sid)).map(({ Sid }) => Sid!);
      if (missing.length > 0) {
        const fix = `npx cdk deploy ${account.stackName} --force`;
        return broken(
          `the key policy lacks ${missing.length} statements of the deployment: ${missing.join(', ')}`,
          fix,
        );
      }
      return good(`the key policy has the ${deployed.Statements.length} statements of the deployment`);
    },
  },
  {
    name: 'grants',
    after: ['stack', 'key', 'key policy'],
    look: async account => {
      const grants = await account.grants();
      const keyArn = await account.keyArn();
      const foreign = foreignGrants(grants, keyArn);
      if (grants.length === foreign.length) {
        return broken('DynamoDB has no grant on the key', `npx cdk deploy ${account.stackName} --force`);
      }
      const [first] = foreign;
      return first === undefined
        ? good("the only grants are DynamoDB's")
        : warning(
            `${foreign.length} grants let somebody in past the policy: ${foreign.map(renderGrant).join(', ')}`,
            `aws kms revoke-grant --key-id ${keyArn} --grant-id ${first.id}`,
          );
    },
  },
];
