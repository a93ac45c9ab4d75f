import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

export const USAGE = 'npm run sandbox -- [--keep] [--example NAME | --app COMMAND] [--message BODY]';

/** The CDK app that is deployed: an example of this repository, or a command that runs somebody's own. */
export type App = { readonly example: string } | { readonly command: string };

export interface Options {
  /** Whether the sandbox goes on running after the demonstration. */
  readonly keep: boolean;
  readonly app: App;
  /** The body of the message that is sent. */
  readonly message: string;
}

/** @throws what is wrong with the command line, and how it is written */
export function parseOptions(args: readonly string[], examples: readonly string[]): Options {
  const { keep, example, app, message } = parse(args);
  if (example !== undefined && app !== undefined) fail("'--example' and '--app' exclude each other: give one of them");
  if (app !== undefined && app.trim() === '') fail("'--app' must be the command that runs your CDK app, got nothing");
  if (message === '') fail("'--message' must have at least one character, got none");
  if (app !== undefined) return { keep, app: { command: app }, message: message ?? 'hello' };
  const name = example ?? 'minimal';
  if (!examples.includes(name)) fail(`'--example' must be one of ${examples.join(', ')}, got '${name}'`);
  return { keep, app: { example: name }, message: message ?? MESSAGES[name] ?? 'hello' };
}

/** The examples that the sandbox can run: those in TypeScript. */
export const listExamples = (directory: string): string[] =>
  readdirSync(directory)
    .filter(name => existsSync(join(directory, name, 'app.ts')))
    .sort();

/** What the examples expect that do not take any text. */
const MESSAGES: Readonly<Record<string, string>> = {
  'orders-as-attributes': '{"customer":{"id":"c-7"},"orderId":"o-1","total":12.50}',
};

function parse(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        keep: { type: 'boolean', default: false },
        example: { type: 'string' },
        app: { type: 'string' },
        message: { type: 'string' },
      },
    });
    return values;
  } catch (error) {
    return fail((error as Error).message.split('. ')[0]);
  }
}

function fail(problem: string): never {
  throw new Error(`${problem}\n${USAGE}`);
}
