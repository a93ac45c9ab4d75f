import type { VerbOptions } from '../options';
import { PEOPLE_OPTIONS, PEOPLE_OPTIONS_HELP } from './people';
import { SIGN_OPTIONS, SIGN_OPTIONS_HELP, VERIFY_OPTIONS, VERIFY_OPTIONS_HELP } from './signature';

/** What a step asks that goes on with an earlier one's file: who does it, who signed that file, who signs now. */
export const HANDOVER_OPTIONS = {
  ...PEOPLE_OPTIONS,
  ...VERIFY_OPTIONS,
  ...SIGN_OPTIONS,
} as const satisfies VerbOptions;

export const HANDOVER_OPTIONS_HELP = `\
${PEOPLE_OPTIONS_HELP}
${VERIFY_OPTIONS_HELP}
${SIGN_OPTIONS_HELP}`;
