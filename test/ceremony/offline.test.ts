import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const NETWORK = [
  'node:net',
  'node:http',
  'node:https',
  'node:http2',
  'node:dns',
  'node:tls',
  'node:dgram',
  'node:child_process',
];

/** Every module that is loaded with one, itself included, and every package among them. */
function importsOf(module: string, seen = new Set<string>()): Set<string> {
  if (seen.has(module)) return seen;
  seen.add(module);
  const source = readFileSync(join(ROOT, module), 'utf8');
  for (const [, typeOnly, name = ''] of source.matchAll(/^import (type )?[^;]*?from '([^']+)';$/gm)) {
    if (typeOnly) continue;
    if (name.startsWith('.')) importsOf(`${relative(ROOT, join(ROOT, dirname(module), name))}.ts`, seen);
    else seen.add(name);
  }
  return seen;
}

test('the wrapping itself imports node: only', () => {
  const imported = [...importsOf('src/ceremony/wrap.ts')].filter(name => name !== 'src/ceremony/wrap.ts');

  expect(imported).toEqual(['node:crypto']);
});

test('the command that wraps loads no AWS SDK and nothing that could reach a network', () => {
  const imported = [...importsOf('src/cli/key/wrap.ts')];

  expect(imported).toContain('src/ceremony/read-material.ts');
  expect(imported.filter(name => name.startsWith('@') || NETWORK.includes(name))).toEqual([]);
  expect(imported.filter(name => !name.startsWith('src/') && !name.startsWith('node:'))).toEqual([]);
});
