import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findVerb } from '../../src/cli/find-verb';

const ROOT = join(__dirname, '..', '..');

/** Every command line of the program in the code of a page, a line that ends in a backslash joined with the next. */
function commandsOf(page: string): string[] {
  const text = readFileSync(join(ROOT, page), 'utf8').replace(/\\\n\s*/g, '');
  return [...text.matchAll(/encrypted-queue-to-table ([a-z]+ [a-z][^\n`|]*)/g)].map(([, command = '']) =>
    command.trim(),
  );
}

test.each(['docs/key-ceremony.md', 'README.md'])('%s shows only commands and options that exist', page => {
  const commands = commandsOf(page).filter(command => command.startsWith('key '));
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
