import * as cloudformation from '@aws-sdk/client-cloudformation';
import * as cloudwatch from '@aws-sdk/client-cloudwatch';
import * as logs from '@aws-sdk/client-cloudwatch-logs';
import * as dynamodb from '@aws-sdk/client-dynamodb';
import * as kms from '@aws-sdk/client-kms';
import * as lambda from '@aws-sdk/client-lambda';
import * as sqs from '@aws-sdk/client-sqs';
import { search } from 'jmespath';

/** Each service of the AWS CLI, as the SDK has it. */
const SERVICES: Readonly<Record<string, object>> = { cloudformation, cloudwatch, dynamodb, kms, lambda, logs, sqs };

/**
 * What a line of the AWS CLI prints, worked out with the SDK: the words of its options are the names of the request's
 * members, as the AWS CLI makes them.
 *
 * @param words what follows `aws`
 */
export async function runAwsLine([service = '', operation = '', ...words]: readonly string[], configuration: object) {
  const sdk = (SERVICES[service] ?? {}) as Readonly<Record<string, new (given: object) => any>>;
  const Client = Object.entries(sdk).find(([name]) => /^[A-Z]\w*Client$/.test(name) && !name.startsWith('__'))?.[1];
  const Command = sdk[`${pascal(operation)}Command`];
  if (Client === undefined || Command === undefined) throw new Error(`the AWS CLI has no ${service} ${operation}`);
  const { query, output, ...given } = parseOptions(words);
  const { $metadata: _, ...answer } = await new Client(configuration).send(new Command(requestOf(service, given)));
  const found: unknown = query === undefined ? answer : search(JSON.parse(JSON.stringify(answer)), String(query));
  return output === 'text' ? textOf(found) : JSON.stringify(found, undefined, 4);
}

/** The options by their names; one without a value is a flag, one with several is a list. */
function parseOptions(words: readonly string[]): Record<string, string | readonly string[] | true> {
  const options: Record<string, string[]> = {};
  let name = '';
  for (const word of words) {
    if (word.startsWith('--')) options[(name = word.slice(2))] = [];
    else options[name]!.push(word);
  }
  return Object.fromEntries(
    Object.entries(options).map(([option, values]) => [option, values.length > 1 ? values : (values[0] ?? true)]),
  );
}

function requestOf(service: string, options: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(
    Object.entries(options).map(([name, value]) => [
      memberOf(service, name),
      LISTS.includes(name)
        ? [value].flat()
        : /^\d+$/.test(String(value)) && NUMBERS.includes(name)
          ? Number(value)
          : value,
    ]),
  );
}

/** Options whose value is a list or a number in the request. */
const LISTS = ['attribute-names', 'alarm-names'];
const NUMBERS = ['limit'];

function memberOf(service: string, option: string): string {
  if (option === 'uuid') return 'UUID';
  const name = pascal(option);
  return service === 'logs' ? `${name[0]!.toLowerCase()}${name.slice(1)}` : name;
}

const pascal = (words: string): string => words.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());

/** A list in a line with tabs, as the AWS CLI prints it. */
function textOf(value: unknown): string {
  if (!Array.isArray(value)) return value === null || value === undefined ? 'None' : String(value);
  return value.map(textOf).join('\t');
}
