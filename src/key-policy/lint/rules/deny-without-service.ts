import { evaluate } from '../../evaluation/evaluate';
import { EVERYTHING } from '../../evaluation/judge';
import { type Call } from '../call';
import { type Rule } from '../rule';

export const denyWithoutService: Rule = {
  id: 'deny-without-service',
  severity: 'error',
  why: 'DynamoDB uses its grant as itself, without kms:ViaService and outside any organization: the deny would stop the table',
  fix: 'add Bool aws:PrincipalIsAWSService false, or rely on what is not allowed',
  check: ({ document, statements }, { account, given }) =>
    statements
      .filter(({ Effect }) => Effect === 'Deny')
      .flatMap(statement => {
        const call = CALLS.find(one => {
          const policies = { identity: [EVERYTHING], resource: { ...document, Statement: [statement] } };
          const resource = `arn:aws:kms::${account}:key/`;
          const request = { ...one, resource, context: { ...given, ...one.context }, isOpen: isOpenForServices };
          return evaluate(policies, request).explicit;
        });
        return call ? [{ statement, call, message: 'denies DynamoDB itself the use of its grant' }] : [];
      }),
};

/** What DynamoDB asks for as itself, by its grant: neither through a service nor signed in. */
const CALLS: readonly Call[] = ['kms:GenerateDataKey', 'kms:Decrypt', 'kms:Encrypt'].map(action => ({
  principal: 'dynamodb.amazonaws.com',
  action,
  context: { 'aws:SecureTransport': 'true' },
}));

function isOpenForServices(key: string): boolean {
  return /^aws:(currenttime|epochtime|source)|^kms:encryptioncontext/.test(key);
}
