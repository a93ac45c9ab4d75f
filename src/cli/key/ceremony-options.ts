import { CeremonyError } from '../../ceremony/ceremony-error';
import {
  type CeremonyPlan,
  type CeremonyRecord,
  type MaterialSource,
  newRecord,
  RecordFile,
} from '../../ceremony/ceremony-record';
import { parseExpiry } from '../../ceremony/expiry';
import { UsageError } from '../cli-error';
import { Clients } from '../clients';
import type { OptionValues, VerbOptions } from '../options';
import type { VerbContext } from '../verb';
import { COPY_OPTIONS, readCopies } from './copy-options';
import { CREATE_OPTIONS, readKeyPlan } from './create-options';
import { MATERIAL_OPTIONS, requireSource } from './material-options';
import { readWrapping, WRAPPING_OPTIONS } from './wrapping-options';

const PLAN_OPTIONS = {
  ...MATERIAL_OPTIONS,
  ...CREATE_OPTIONS,
  ...COPY_OPTIONS,
  ...WRAPPING_OPTIONS,
  'mix-kms-random': { type: 'boolean' },
  'key-id': { type: 'string' },
  expires: { type: 'string' },
  record: { type: 'string' },
  operator: { type: 'string' },
  witness: { type: 'string' },
} as const satisfies VerbOptions;

export const CEREMONY_OPTIONS = {
  ...PLAN_OPTIONS,
  resume: { type: 'string' },
  'dry-run': { type: 'boolean' },
  yes: { type: 'boolean' },
} as const satisfies VerbOptions;

/** Makes the plan of a new ceremony from the command line, and checks all of it before anything happens. */
export async function readCeremony(context: VerbContext): Promise<CeremonyRecord> {
  const { values, now } = context;
  requireSource(values);
  const [operator, witness, keyId] = [values.text('operator'), values.text('witness'), values.text('key-id')];
  if (witness !== undefined && operator === undefined) throw new UsageError('--witness needs --operator');
  if (witness !== undefined && witness === operator) {
    throw new UsageError(`operator and witness must be two people, got '${witness}' twice`);
  }
  const region = new Clients(context, keyId).region;
  if (region === undefined) throw new UsageError('missing --region, or AWS_REGION');
  if (keyId !== undefined) requireNoneOf(values, Object.keys(CREATE_OPTIONS), '--key-id');
  const expires = parseExpiry(values.text('expires') ?? 'never', now());
  const wrapping = readWrapping(values);
  const { alias, policy, ...key } = await readKeyPlan(values);
  const plan: CeremonyPlan = {
    region,
    ...(keyId !== undefined && { keyId }),
    ...key,
    ...(alias !== undefined && { alias }),
    ...(policy !== undefined && { policy }),
    wrapping,
    ...(expires && { expires: expires.toISOString() }),
    source: readSource(values),
    copies: await readCopies(values, values.flag('generate')),
  };
  return newRecord(plan, { operator, witness }, now());
}

/** Reads the record of an interrupted ceremony; what it planned is not changed on the way. */
export async function resumeCeremony({
  values,
  aws,
}: VerbContext): Promise<{ file: RecordFile; record: CeremonyRecord }> {
  requireNoneOf(values, Object.keys(PLAN_OPTIONS), '--resume');
  const path = values.required('resume');
  const { file, record } = await RecordFile.open(path);
  if (record.finished) {
    throw new CeremonyError(
      `the ceremony of '${path}' was finished at ${record.finished}`,
      `encrypted-queue-to-table key verify --key-id ${record.key?.arn}`,
    );
  }
  if (values.text('region') !== undefined && aws.region !== record.plan.region) {
    throw new UsageError(`--region is ${aws.region}, but the ceremony is in ${record.plan.region}`);
  }
  return { file, record };
}

function readSource(values: OptionValues): MaterialSource {
  const file = values.text('material');
  const mixedWithKms = values.flag('mix-kms-random');
  if (file === undefined) return { kind: 'generated', mixedWithKms };
  if (mixedWithKms) throw new UsageError('--mix-kms-random is for generated material');
  return file === '-' ? { kind: 'standard input' } : { kind: 'file', path: file };
}

function requireNoneOf(values: OptionValues, names: readonly string[], because: string): void {
  const excess = names.filter(
    name => values.flag(name) || values.text(name) !== undefined || values.list(name).length > 0,
  );
  if (excess.length > 0) throw new UsageError(`${because} excludes ${excess.map(name => `--${name}`).join(', ')}`);
}
