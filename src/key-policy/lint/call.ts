import { type Context } from '../evaluation/request';

/** A call that is allowed and should not be. */
export interface Call {
  readonly principal: string;
  readonly action: string;
  /** The condition keys it has; nothing where no documentation says which ones it would take. */
  readonly context?: Context;
}
