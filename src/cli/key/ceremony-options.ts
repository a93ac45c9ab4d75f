import { resolve } from 'node:path';
import { CeremonyError } from '../../ceremony/ceremony-error';
import { type CeremonyPlan, type CeremonyRecord, type MaterialSource, newRecord } from '../../ceremony/ceremony-record';
import { parseExpiry } from '../../ceremony/expiry';
import { type OpenedRecord, RecordFile } from '../../ceremony/record-file';
import { UsageError } from '../cli-error';
import { Clients } from '../clients';
import { inOptions } from '../in-options';
import type { OptionValues, VerbOptions } from '../options';
import { thisMachine } from '../tool';
import type { VerbContext } from '../verb';
import { COPY_OPTIONS, readCopies } from './copy-options';
import { CREATE_OPTIONS, readKeyPlan } from './create-options';
import { MATERIAL_OPTIONS, requireSource } from './material-options';
import { PEOPLE_OPTIONS, readPeople } from './people';
import { readWrapping, WRAPPING_OPTIONS } from './wrapping-options';

/** What a ceremony decides of its key, whether the material is made here or on another machine. */
export const KEY_PLAN_OPTIONS = {
  ...CREATE_OPTIONS,
  ...WRAPPING_OPTIONS,
  ...PEOPLE_OPTIONS,
  'key-id': { type: 'string' },
  expires: { type: 'string' },
} as const satisfies VerbOptions;

const PLAN_OPTIONS = {
  ...MATERIAL_OPTIONS,
  ...KEY_PLAN_OPTIONS,
  ...COPY_OPTIONS,
  'mix-kms-random': { type: 'boolean' },
  record: { type: 'string' },
} as const satisfies VerbOptions;

export const CEREMONY_OPTIONS = {
  ...PLAN_OPTIONS,
  resume: { type: 'string' },
  'dry-run': { type: 'boolean' },
  yes: { type: 'boolean' },
} as const satisfies VerbOptions;

/** Makes the plan of a new ceremony from the command line, and checks all of it before anything happens. */
export async function readCeremony(context: VerbContext): Promise<CeremonyRecord> {
  const { values } = context;
  requireSource(values);
  const source = readSource(values);
  const record = values.text('record');
  const copies = () => readCopies(values, values.flag('generate'), [record, values.text('material')]);
  return readPlan(context, 'ceremony', source, copies);
}

/** What the command line says of the key; the material and its copies are decided by the caller. */
export async function readPlan(
  context: VerbContext,
  part: 'ceremony' | 'prepare',
  source: MaterialSource,
  readOwnCopies: () => Promise<CeremonyPlan['copies']>,
): Promise<CeremonyRecord> {
  const { values, now, aws } = context;
  const keyId = values.text('key-id');
  const people = readPeople(values);
  const region = new Clients(context, keyId).region;
  if (region === undefined) throw new UsageError('missing --region, or AWS_REGION');
  if (keyId !== undefined) requireNoneOf(values, Object.keys(CREATE_OPTIONS), '--key-id');
  const expires = inOptions(() => parseExpiry(values.text('expires') ?? 'never', now()));
  if (expires) requireExpiringPolicy(values);
  const wrapping = readWrapping(values);
  const copies = await readOwnCopies();
  const plan: CeremonyPlan = {
    region,
    ...(aws.endpoint !== undefined && { endpoint: aws.endpoint }),
    ...(keyId !== undefined && { keyId }),
    ...(await readKeyPlan(context, keyId !== undefined)),
    wrapping,
    ...(expires && { expires: expires.toISOString() }),
    source,
    copies,
  };
  return newRecord(plan, people, thisMachine(part, now()), now());
}

/** The import would be refused by KMS, once the key is there. */
function requireExpiringPolicy(values: OptionValues): void {
  if (values.list('admin').length === 0) return;
  throw new UsageError(
    '--expires and --admin exclude each other: the policy of --admin lets nobody import material that expires',
    'leave --expires out, or give a --policy that names destroyers',
  );
}

/** Reads the record of an interrupted ceremony; what it planned is not changed on the way. */
export async function resumeCeremony({ values, aws, terminal, now }: VerbContext): Promise<OpenedRecord> {
  requireNoneOf(values, Object.keys(PLAN_OPTIONS), '--resume');
  const path = values.required('resume');
  const opened = await RecordFile.open(path);
  const { record, untouched } = opened;
  if (record.finished) {
    throw new CeremonyError(
      `the ceremony of '${path}' was finished at ${record.finished}`,
      `its page is made again by: encrypted-queue-to-table key ceremony page --record ${path}`,
    );
  }
  if (values.flag('yes')) requireHarmless(opened, path);
  if (values.text('region') !== undefined && aws.region !== record.plan.region) {
    throw new UsageError(`--region is ${aws.region}, but the ceremony is in ${record.plan.region}`);
  }
  const given = values.text('endpoint-url');
  if (given !== undefined && given !== record.plan.endpoint) {
    throw new UsageError(`--endpoint-url is ${given}, but the ceremony is at ${record.plan.endpoint ?? "AWS's"}`);
  }
  if (!untouched) {
    terminal.warning(`the key beside '${path}' is missing: nothing shows that nobody changed this record`);
  }
  record.machines.push(thisMachine('ceremony', now()));
  return opened;
}

/** Nobody looks at a plan that goes on with `--yes`: it must be what this tool wrote, and write no plaintext. */
function requireHarmless({ record, untouched }: OpenedRecord, path: string): void {
  if (!untouched) {
    throw new UsageError(
      `--yes needs the key '${path}.key' that was written beside the record`,
      'leave --yes out, and look at the plan',
    );
  }
  if (record.plan.copies.plaintextFile === undefined) return;
  throw new UsageError(
    `--yes excludes a ceremony that writes plaintext, to '${record.plan.copies.plaintextFile}'`,
    'leave --yes out, and look at the plan',
  );
}

function readSource(values: OptionValues): MaterialSource {
  const file = values.text('material');
  const mixedWithKms = values.flag('mix-kms-random');
  if (file === undefined) return { kind: 'generated', mixedWithKms };
  if (mixedWithKms) throw new UsageError('--mix-kms-random is for generated material');
  return file === '-' ? { kind: 'standard input' } : { kind: 'file', path: resolve(file) };
}

function requireNoneOf(values: OptionValues, names: readonly string[], because: string): void {
  const excess = names.filter(
    name => values.flag(name) || values.text(name) !== undefined || values.list(name).length > 0,
  );
  if (excess.length > 0) throw new UsageError(`${because} excludes ${excess.map(name => `--${name}`).join(', ')}`);
}
