import { type Attack } from './attack';
import { ATTACKS_AROUND } from './attacks-around';
import { ATTACKS_ON_QUEUE_AND_TABLE } from './attacks-on-queue-and-table';
import { ATTACKS_ON_THE_KEY } from './attacks-on-the-key';

/** Every attack, by what it is on. */
export const ATTACKS: Readonly<Record<string, readonly Attack[]>> = {
  'On the key': ATTACKS_ON_THE_KEY,
  'On the queues and the table': ATTACKS_ON_QUEUE_AND_TABLE,
  'On the functions, the roles and the stack': ATTACKS_AROUND,
};
