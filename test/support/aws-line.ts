import { search } from 'jmespath';
import { runAwsCommand } from './aws-command-line';
import type { Sandbox } from '../../sandbox/sandbox';

/** What a line of the AWS CLI prints, with its `--query` and `--output`. */
export async function runAwsLine(
  words: readonly string[],
  configuration: ReturnType<Sandbox['clientOf']>,
): Promise<string> {
  const query = valueOf(words, '--query');
  const { $metadata: _, ...answer } = (await runAwsCommand(
    without(words, '--query', '--output'),
    configuration,
  )) as any;
  const found: unknown = query === undefined ? answer : search(JSON.parse(JSON.stringify(answer)), query);
  return valueOf(words, '--output') === 'text' ? textOf(found) : JSON.stringify(found, undefined, 4);
}

const valueOf = (words: readonly string[], option: string): string | undefined =>
  words.includes(option) ? words[words.indexOf(option) + 1] : undefined;

const without = (words: readonly string[], ...options: readonly string[]): string[] =>
  words.filter((word, index) => !options.includes(word) && !options.includes(words[index - 1] ?? ''));

/** A list in a line with tabs, as the AWS CLI prints it. */
function textOf(value: unknown): string {
  if (!Array.isArray(value)) return value === null || value === undefined ? 'None' : String(value);
  return value.map(textOf).join('\t');
}
