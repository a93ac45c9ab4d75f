import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RULES } from '../../src/key-policy/lint/rules';
import { errorTexts, refusalReasons } from '../support/error-texts';

const DOCS = join(__dirname, '..', '..', 'docs');
const faq = readFileSync(join(DOCS, 'faq.md'), 'utf8');
const shown = [...faq.matchAll(/`([^`]+)`/g)].map(([, code]) => code!);

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const patternOf = (text: string): RegExp => new RegExp(`^${text.split('…').map(escape).join('.+')}$`);

test('every error that the code can raise is in the FAQ, with its cause and fix', () => {
  const texts = errorTexts();

  expect(texts.length).toBeGreaterThan(100);
  expect(texts.filter(({ text }) => !shown.some(code => patternOf(text).test(code)))).toEqual([]);
});

test('every message in the FAQ is one that the code can raise', () => {
  const patterns = errorTexts().map(({ text }) => patternOf(text));
  const tables = faq.split(/\n\n/).filter(block => block.startsWith('| message |'));
  const messages = tables
    .flatMap(table => table.split('\n').slice(2))
    .flatMap(row => [...row.split(' | ')[0]!.matchAll(/`([^`]+)`/g)].map(([, code]) => code!));

  expect(messages.length).toBeGreaterThan(100);
  expect(messages.filter(message => !patterns.some(pattern => pattern.test(message)))).toEqual([]);
});

test('every reason for which the writer refuses a message is in the FAQ', () => {
  expect(refusalReasons().filter(reason => !shown.includes(reason))).toEqual([]);
});

test('every rule of the linter is explained', () => {
  const policies = readFileSync(join(DOCS, 'key-policy.md'), 'utf8');

  expect(RULES.filter(({ id }) => !policies.includes(`\`${id}\``)).map(({ id }) => id)).toEqual([]);
});
