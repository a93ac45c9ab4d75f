import type { Deployed } from './deployed';
import { renderExport, type Person } from './people';
import type { Sandbox } from '../sandbox';

/** Lines for the AWS CLI and for our own, by which whoever may can see what is deployed. */
export function renderLook(sandbox: Sandbox, deployed: Deployed): string[] {
  const { keyArn, stackName, writer, assembly, deadLetterQueueUrl } = deployed;
  const aws = `aws --endpoint-url ${sandbox.endpoint}`;
  const ours = 'node assets/cli/main/index.js';
  const onKey = `--key-id ${keyArn} --endpoint-url ${sandbox.endpoint}`;
  const who = (part: string): Person | undefined => deployed.people.find(person => person.part === part);
  const section = (title: string, person: Person | undefined, lines: readonly string[]): string[] =>
    person === undefined ? [] : [title, [renderExport(sandbox, person), ...lines].join('\n')];
  return [
    ...section('Look at the key, as an administrator of it:', who('administrator'), [
      `${aws} kms describe-key --key-id ${keyArn}`,
      `${aws} kms get-key-policy --key-id ${keyArn} --policy-name default --query Policy --output text`,
      `${ours} key status ${onKey}`,
      `${ours} policy lint ${keyArn} --endpoint-url ${sandbox.endpoint}`,
      `${ours} policy diff ${assembly} ${onKey}`,
    ]),
    ...section('Look at everything else, as the deployer:', who('deployer'), [
      `${aws} cloudformation describe-stacks --stack-name ${stackName}`,
      `${aws} lambda list-event-source-mappings --function-name ${writer.definition.name}`,
      `${aws} logs filter-log-events --log-group-name ${writer.definition.logGroup}`,
      `${aws} sqs get-queue-attributes --attribute-names All --queue-url ${deadLetterQueueUrl}`,
      `${aws} s3 ls`,
      `${aws} iam get-role --role-name ${writer.definition.roleArn.split('/').at(-1)}`,
    ]),
  ];
}
