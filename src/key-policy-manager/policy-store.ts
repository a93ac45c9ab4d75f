import { type PolicyDocument } from '../key-policy/statement';

/** The policy of one key, wherever it is kept. */
export interface PolicyStore {
  get(): Promise<PolicyDocument>;
  put(document: PolicyDocument): Promise<void>;
}

/** Time, as far as waiting needs it. */
export interface Clock {
  /** Milliseconds that are left for the work. */
  remaining(): number;
  sleep(milliseconds: number): Promise<void>;
}
