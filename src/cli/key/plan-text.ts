import { planCodeOf } from './confirm-plan';
import { describeFirstPolicy } from './first-policy';
import type { CeremonyPlan, CeremonyRecord, MaterialSource } from '../../ceremony/ceremony-record';

/** What a custodian has to see before a yes. */
export function describePlan(record: CeremonyRecord, files: readonly string[]): string {
  const { plan, caller, operator, witness } = record;
  const facts: [string, string | undefined][] = [
    ['account', caller?.account],
    ['caller', caller?.arn],
    ['operator', operator],
    ['witness', witness],
    ['endpoint', plan.endpoint],
    ['key', describeKey(record)],
    ...((record.key ?? plan.keyId) ? [] : describeNewKey(plan, caller !== undefined)),
    ['material', describeSource(plan.source)],
    ['wrapping', `${plan.wrapping.wrappingAlgorithm} under ${plan.wrapping.wrappingKeySpec}`],
    ['expires', plan.expires ?? 'never'],
    ...plan.copies.escrow.map(({ keyFile, keyDigest, file }): [string, string] => [
      'escrow',
      `${file}, for ${keyFile} ${keyDigest}`,
    ]),
    ['plaintext', plan.copies.plaintextFile && `${plan.copies.plaintextFile}: THE MATERIAL ITSELF IS WRITTEN THERE`],
    ['writes', files.join(', ')],
    ['code', planCodeOf(record)],
  ];
  const lines = facts.flatMap(([name, value]) => (value === undefined ? [] : `  ${name.padEnd(10)} ${value}`));
  return [`the ceremony in ${plan.region}:`, ...lines].join('\n');
}

function describeKey({ plan, key }: CeremonyRecord): string {
  const existing = key?.arn ?? plan.keyId;
  if (existing !== undefined) return `use ${existing}`;
  return `create a ${plan.multiRegion ? 'multi' : 'single'}-Region key of origin EXTERNAL`;
}

function describeNewKey(plan: CeremonyPlan, linted: boolean): [string, string | undefined][] {
  const { alias, description, tags } = plan;
  return [
    ['alias', alias ?? 'none'],
    ['described', description],
    [
      'tags',
      Object.entries(tags)
        .map(([name, value]) => `${name}=${value}`)
        .join(', ') || undefined,
    ],
    ['policy', describeFirstPolicy(plan, linted)],
  ];
}

function describeSource(source: MaterialSource): string {
  if (source.kind === 'file') return `file ${source.path}`;
  if (source.kind === 'generated') {
    return source.mixedWithKms ? 'generated, mixed with kms:GenerateRandom' : 'generated';
  }
  return source.kind;
}
