import { type KmsError } from './kms-error';

/** What goes wrong with a call: an error answered, or a connection that breaks before or after the work was done. */
export type Fault = KmsError | 'connection lost before' | 'connection lost after';

/** Calls that are to fail. Nothing fails unless asked. */
export class Faults {
  private planned: { matches: (action: string) => boolean; fault: Fault; times: number }[] = [];

  /** Fails the next calls of this action. */
  public failNext(action: string, fault: Fault, times = 1): void {
    this.planned.push({ matches: called => called === action, fault, times });
  }

  /** Fails the nth call from now on, whatever it is, counted from 1, and as many after it as `times` says. */
  public failNth(n: number, fault: Fault, times = 1): void {
    let seen = 0;
    this.planned.push({ matches: () => ++seen >= n, fault, times });
  }

  public clear(): void {
    this.planned = [];
  }

  /** Takes the fault planned for this call, if there is one. */
  public take(action: string): Fault | undefined {
    for (const plan of this.planned) {
      if (plan.times > 0 && plan.matches(action)) {
        plan.times--;
        return plan.fault;
      }
    }
    return undefined;
  }
}
