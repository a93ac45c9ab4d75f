import type { Sandbox } from '../../sandbox/sandbox';

/** The npm package of a service, where the AWS CLI calls it otherwise. */
const PACKAGES: Readonly<Record<string, string>> = { events: 'eventbridge', logs: 'cloudwatch-logs' };

/**
 * Does what `aws SERVICE VERB --option value …` does, by the text of the command alone: the operation and the names
 * and types of its members come from the models in the AWS SDK, as those of the AWS CLI come from its own.
 */
export async function runAwsCommand(
  words: readonly string[],
  configuration: ReturnType<Sandbox['clientOf']>,
): Promise<unknown> {
  const [aws, service = '', verb = '', ...options] = withoutRegion(words, configuration.region);
  if (aws !== 'aws') throw new Error(`not a command of the AWS CLI: ${aws}`);
  const name = PACKAGES[service] ?? service;
  const sdk = (await import(`@aws-sdk/client-${name}`)) as Record<string, any>;
  const find = (wanted: string): string => {
    const found = Object.keys(sdk).find(key => key.toLowerCase() === wanted.replaceAll('-', '').toLowerCase());
    if (found === undefined) throw new Error(`the SDK of ${service} has no ${wanted}`);
    return found;
  };
  const command = new sdk[find(`${verb}command`)](readOptions(options, sdk[find(`${verb}$`)]));
  const client = new sdk[find(`${service === 'events' ? 'eventbridge' : name}client`)](configuration);
  return client.send(command);
}

/** An option that every command has; only a sandbox of that Region answers. */
function withoutRegion(words: readonly string[], region: string): readonly string[] {
  const at = words.indexOf('--region');
  if (at < 0) return words;
  if (words[at + 1] !== region) throw new Error(`nobody answers in ${words[at + 1]}`);
  return [...words.slice(0, at), ...words.slice(at + 2)];
}

/** The words of a command line, as a shell takes them apart. */
export function wordsOf(line: string): string[] {
  const words = [...line.matchAll(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g)].map(([word]) => word);
  return words.map(word => word.replace(/'([^']*)'|"([^"]*)"/g, (_, single, double) => String(single ?? double)));
}

type Member = number | readonly any[] | (() => readonly any[]);

function readOptions(words: readonly string[], operation: readonly any[]): Record<string, unknown> {
  const input = typeof operation[4] === 'function' ? operation[4]() : operation[4];
  const [names, types] = [input[4] as string[], input[5] as Member[]];
  const given: Record<string, unknown> = {};
  for (let index = 0; index < words.length;) {
    const option = words[index++]!;
    const values: string[] = [];
    while (index < words.length && !words[index]!.startsWith('--')) values.push(words[index++]!);
    const plain = option.slice(2).replaceAll('-', '').toLowerCase();
    const isOff = !names.some(name => name.toLowerCase() === plain) && plain.startsWith('no');
    const at = names.findIndex(name => name.toLowerCase() === (isOff ? plain.slice(2) : plain));
    if (!option.startsWith('--') || at < 0) throw new Error(`unknown option ${option} of ${String(operation[2])}`);
    given[names[at]!] = convert(values, types[at]!, isOff);
  }
  return given;
}

/** The values of an option in the type that the model has for it. */
function convert(values: readonly string[], member: Member, isOff: boolean): unknown {
  const schema = typeof member === 'function' ? member() : member;
  const type = Array.isArray(schema) ? (schema.length === 2 ? (schema[0] as number) : 'complex') : schema;
  const [value = ''] = values;
  switch (type) {
    case 0:
      return value;
    case 1:
      return Number(value);
    case 2:
      return !isOff;
    case 64:
      return values;
    default:
      return JSON.parse(value);
  }
}
