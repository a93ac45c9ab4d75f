import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderReport } from '../../../src/cli/policy/report-page';
import { lint } from '../../../src/key-policy/lint/lint';
import { renderKeyPolicy } from '../../../src/key-policy/render/render';
import type { PolicyDocument } from '../../../src/key-policy/statement';
import { Chromium, type View } from '../../support/chromium';
import { ACCOUNT, KEY_ARN, keyPolicyFacts, role } from '../../support/key-policy-facts';
import { testWith } from '../../support/unless-installed';

const PICTURES = join(__dirname, '..', '..', '..', 'docs', 'pictures');
const VIEWS: ReadonlyArray<readonly [name: string, view: View]> = [
  ['phone', { width: 390 }],
  ['desk', { width: 1280 }],
  ['desk, dark', { width: 1280, dark: true }],
  ['phone, dark', { width: 390, dark: true }],
  ['A4', { width: 700, print: true }],
];
const testInChromium = testWith('chromium');

let chromium: Chromium | undefined;
afterAll(async () => chromium?.stop());

const open = async (view: View) => {
  chromium ??= await Chromium.start();
  await chromium.show(examplePage(), view);
  return chromium;
};

testInChromium.each(VIEWS)('%s: nothing is wider than the page', async (_, view) => {
  const page = await open(view);
  expect(
    await page.evaluate(`[...document.querySelectorAll('body *')]
      .filter(element => element.getBoundingClientRect().right > ${view.width} + 0.5 || element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0)
      .map(element => element.tagName + ' ' + element.textContent.slice(0, 60))`),
  ).toEqual([]);
  expect(await page.evaluate('innerWidth')).toBe(view.width);
});

testInChromium.each(VIEWS)('%s: no word is broken', async (_, view) => {
  const page = await open(view);
  expect(await page.evaluate(BROKEN_WORDS)).toEqual([]);
});

testInChromium.each(VIEWS)('%s: every text has a contrast of 4.5 to 1 at least', async (_, view) => {
  const page = await open(view);
  expect(await page.evaluate(POOR_CONTRAST)).toEqual([]);
});

testInChromium('A4: the print has as many pages as its length says, with no column cut off', async () => {
  const page = await open({ width: 700, print: true });
  const pdf = (await page.pdf()).toString('latin1');
  const boxes = [...pdf.matchAll(/\/MediaBox \[0 0 (\d+)[.\d]* (\d+)/g)].map(
    ([, width, height]) => `${width} x ${height}`,
  );
  expect(new Set(boxes)).toEqual(new Set(['594 x 841']));
  expect(boxes.length).toBeGreaterThan(2);
});

testInChromium('the pictures in docs/ are of today: if not, RENEW_PICTURES=1 npx jest report-page', async () => {
  for (const [name, view, height] of [
    ['report-phone', { width: 390 }, 1300],
    ['report-desk', { width: 1280 }, 800],
    ['report-dark', { width: 1280, dark: true }, 800],
  ] as const) {
    const page = await open(view);
    const file = join(PICTURES, `${name}.png`);
    if (process.env.RENEW_PICTURES) writeFileSync(file, await page.picture(height));
    const picture = readFileSync(file);
    expect([picture.readUInt32BE(16), picture.readUInt32BE(20)]).toEqual([view.width, height]);
    expect(picture.length).toBeLessThan(150_000);
  }
});

/** A policy of ours with a stranger in it, on a key with a grant. */
function examplePage(): string {
  const ours = renderKeyPolicy(keyPolicyFacts());
  const document: PolicyDocument = {
    ...ours,
    Statement: [
      ...ours.Statement,
      {
        Sid: 'Contractor',
        Effect: 'Allow',
        Principal: { AWS: role('Contractor') },
        Action: ['kms:Decrypt', 'kms:PutKeyPolicy'],
        Resource: '*',
        Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } },
      },
    ],
  };
  const grant = {
    GranteePrincipal: 'dynamodb.eu-west-1.amazonaws.com',
    Operations: ['Decrypt' as const, 'GenerateDataKey' as const, 'RetireGrant' as const],
    Constraints: {
      EncryptionContextSubset: { 'aws:dynamodb:tableName': 'Orders', 'aws:dynamodb:subscriberId': ACCOUNT },
    },
    IssuingAccount: `arn:aws:iam::${ACCOUNT}:root`,
  };
  return renderReport({
    source: KEY_ARN,
    from: 'key',
    document,
    account: ACCOUNT,
    findings: lint(document, { account: ACCOUNT }),
    time: new Date('2026-01-31T10:00:00Z'),
    version: '1.2.3',
    keyArn: KEY_ARN,
    live: {
      keyArn: KEY_ARN,
      caller: `arn:aws:sts::${ACCOUNT}:assumed-role/Auditor/ada`,
      aliases: ['alias/orders'],
      key: { KeyId: KEY_ARN.split('/')[1]!, Arn: KEY_ARN, KeyState: 'Enabled', Origin: 'EXTERNAL' },
      grants: [grant],
    },
    changes: [],
  });
}

/** Words of up to 24 letters that go on in another line; the id of a key is longer than a phone is wide. */
const BROKEN_WORDS = `(() => {
  const broken = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode;
    if (node.parentElement.closest('pre, style')) continue;
    for (const { 0: word, index } of node.data.matchAll(/(?<![\\w.-])[A-Za-z]{2,24}(?![\\w.])/g)) {
      const range = document.createRange();
      range.setStart(node, index);
      range.setEnd(node, index + word.length);
      if (new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1) broken.push(word);
    }
  }
  return broken;
})()`;

/** Texts with too little contrast to what is behind them. @see https://www.w3.org/TR/WCAG21/#contrast-minimum */
const POOR_CONTRAST = `(() => {
  const numbers = colour => colour.match(/[\\d.]+/g).map(Number);
  const channel = value => (value / 255 <= 0.03928 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
  const light = ([red, green, blue]) => 0.2126 * channel(red) + 0.7152 * channel(green) + 0.0722 * channel(blue);
  const behind = element => {
    for (let at = element; at; at = at.parentElement) {
      const colour = numbers(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  return [...document.querySelectorAll('body *')]
    .filter(element => [...element.childNodes].some(({ nodeType, data }) => nodeType === 3 && data.trim()))
    .filter(element => {
      const [one, other] = [light(numbers(getComputedStyle(element).color)), light(behind(element))];
      return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05) < 4.5;
    })
    .map(element => element.tagName + '.' + element.className + ' ' + element.textContent.slice(0, 40));
})()`;
