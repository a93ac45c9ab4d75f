import type { VerbOptions } from '../options';

export const CLOCK_OPTIONS = { 'ignore-clock': { type: 'boolean' } } as const satisfies VerbOptions;

export const CLOCK_OPTIONS_HELP = `\
  --ignore-clock             The clock of this machine is wrong: leave it to KMS whether the 24 hours of the parameters are over.`;

/** The way out of a refusal that a wrong clock caused. */
export const IGNORE_CLOCK = '; if this clock is wrong: --ignore-clock';
