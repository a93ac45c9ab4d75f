import { UsageError } from '../cli-error';
import type { OptionValues, VerbOptions } from '../options';

export const PEOPLE_OPTIONS = {
  operator: { type: 'string' },
  witness: { type: 'string' },
} as const satisfies VerbOptions;

export const PEOPLE_OPTIONS_HELP = `\
  --operator NAME            Who does it, for the record.
  --witness NAME             Who watches it, for the record; needs --operator. Both are asked to confirm.`;

export interface People {
  readonly operator?: string;
  readonly witness?: string;
}

/** Who the command line says takes part: two people are two people however their names are typed. */
export function readPeople(values: OptionValues): People {
  const [operator, witness] = [values.text('operator')?.trim(), values.text('witness')?.trim()];
  if (witness !== undefined && operator === undefined) throw new UsageError('--witness needs --operator');
  if (witness !== undefined && plain(witness) === plain(operator ?? '')) {
    throw new UsageError(`operator and witness must be two people, got '${witness}' twice`);
  }
  for (const [option, name] of Object.entries({ operator, witness })) {
    if (name === '') throw new UsageError(`--${option} must be a name, got ''`);
  }
  return { ...(operator !== undefined && { operator }), ...(witness !== undefined && { witness }) };
}

function plain(name: string): string {
  return name.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
}
