import type { GrantListEntry } from '@aws-sdk/client-kms';
import { cell, element, type Html, join, table, text } from './html';
import type { ReportFacts } from './report-facts';
import { parseArn } from '../../arn';
import { policyDigest } from '../../policy-digest';
import { notRead } from '../unless-denied';

/** What the page is about: the key, where the policy is from, who made the page and when. */
export function renderKeySummary(facts: ReportFacts): Html {
  const { account, document, findings, keyArn, live, source, time, version } = facts;
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const rows: ReadonlyArray<readonly [string, string]> = [
    ['Policy from', FROM[facts.from](source)],
    ['Key', keyArn ?? 'not known from this source'],
    ['Account', account],
    ...(keyArn ? [['Region', parseArn(keyArn)?.region ?? ''] as const] : []),
    ...(live ? liveRows(live) : []),
    ['Findings', `${errors} errors, ${findings.length - errors} warnings`],
    ['Digest of the policy', policyDigest(document)],
    ['Made', time.toISOString()],
    [
      'Made by',
      live
        ? (live.caller ?? notRead('sts:GetCallerIdentity'))
        : 'nobody who signed in to AWS: no AWS account was asked',
    ],
    ['Made with', `encrypted-queue-to-table ${version}`],
  ];
  return element(
    'dl',
    rows.flatMap(([name, value]) => [element('dt', text(name)), element('dd', text(value))]),
  );
}

const FROM: Readonly<Record<ReportFacts['from'], (source: string) => string>> = {
  file: source => `the file ${source}`,
  'standard input': () => 'standard input',
  'cloud assembly': source => `${source}, which CDK synthesised: what a deployment would put, not what the key has`,
  key: () => 'the key, as KMS has it now',
};

function liveRows({ key, aliases }: NonNullable<ReportFacts['live']>): ReadonlyArray<readonly [string, string]> {
  const expiry = key?.ValidTo ? `expires ${key.ValidTo.toISOString()}` : 'does not expire';
  return [
    ['Alias', aliases === undefined ? notRead('kms:ListAliases') : aliases.join(', ') || 'none'],
    ['State', key?.KeyState ?? notRead('kms:DescribeKey')],
    [
      'Material',
      key === undefined
        ? notRead('kms:DescribeKey')
        : `origin ${key.Origin}${key.Origin === 'EXTERNAL' ? `, ${expiry}` : ''}`,
    ],
    ...(key?.CurrentKeyMaterialId ? [['Current material', key.CurrentKeyMaterialId] as const] : []),
  ];
}

/** Grants let somebody use the key past its policy. */
export function renderGrants(grants: readonly GrantListEntry[] | undefined): Html {
  const heading = element('h2', text('Grants'));
  if (grants === undefined) return join(heading, element('p', text(`The grants were ${notRead('kms:ListGrants')}.`)));
  if (grants.length === 0) return join(heading, element('p', text('The key has none.')));
  const rows = grants.map(({ GranteePrincipal, Operations, Constraints, IssuingAccount }) => [
    cell(GranteePrincipal ?? 'unknown'),
    cell(Operations?.join(', ') ?? ''),
    cell(JSON.stringify(Constraints?.EncryptionContextSubset ?? Constraints?.EncryptionContextEquals ?? {})),
    cell(IssuingAccount ?? ''),
  ]);
  const caption = 'Each lets somebody use the key, whatever its policy says';
  return join(heading, table(caption, ['who', 'operations', 'for the encryption context', 'made by'], rows));
}
