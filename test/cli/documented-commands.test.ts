import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findVerb } from '../../src/cli/find-verb';

const ROOT = join(__dirname, '..', '..');

/** Every command line of the program in the code of a page, a line that ends in a backslash joined with the next. */
function commandsOf(page: string): string[] {
  const text = readFileSync(join(ROOT, page), 'utf8').replace(/\\\n\s*/g, '');
  return [...text.matchAll(/encrypted-queue-to-table ([a-z]+ (?:[a-z-]|OrdersStack)[^\n`|>]*)/g)].map(
    ([, command = '']) => command.trim(),
  );
}

const RUNBOOKS = readdirSync(join(ROOT, 'docs', 'runbooks'))
  .map(file => `docs/runbooks/${file}`)
  .filter(page => commandsOf(page).length > 0);
const PAGES = ['README.md', 'docs/key-ceremony.md', 'docs/key-policy.md', 'docs/operations.md', ...RUNBOOKS];

test('nearly every runbook has commands of the program', () => {
  expect(RUNBOOKS.length).toBeGreaterThanOrEqual(12);
});

test.each(PAGES)('%s shows only commands and options that exist', page => {
  const commands = commandsOf(page).filter(command => /^(key|policy|doctor|send|dlq) /.test(command));
  expect(commands.length).toBeGreaterThan(0);

  for (const command of commands) {
    const [group = '', ...said] = command.split(/\s+/);
    const { entry, rest: words } = findVerb(group, said);
    const options = Object.keys(entry.load().verb.options);
    const unknown = words
      .filter(word => word.startsWith('--'))
      .map(word => word.slice(2))
      .filter(option => !options.includes(option));
    expect([command, unknown]).toEqual([command, []]);
  }
});
