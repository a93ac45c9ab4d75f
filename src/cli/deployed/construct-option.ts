import type { VerbOptions } from '../options';

/** The option of each verb that looks at what one construct of a stack made. */
export const CONSTRUCT_OPTION = { construct: { type: 'string' } } as const satisfies VerbOptions;

export const CONSTRUCT_OPTION_HELP = `\
  --construct NAME           Which construct, if the stack has several.`;
