import type { Logs } from './logs';
import type { Clock } from '../clock/clock';
import type { Measure } from '../cloudwatch/metric';
import type { Authorize } from '../iam/authorization';
import type { Identities } from '../iam/identities';
import type { SqsService } from '../sqs/service';

/** What functions and their pollers need of the account they run in. */
export interface LambdaHost {
  readonly account: string;
  readonly region: string;
  /** Where every service listens. */
  readonly endpoint: string;
  readonly clock: Clock;
  readonly identities: Identities;
  readonly authorize: Authorize;
  readonly logs: Logs;
  /** Where code finds the modules that the runtime of Lambda brings. */
  readonly assets: { readonly runtimeModules: string };
  readonly sqs: Pick<SqsService, 'call'>;
  readonly measure: Measure;
}
