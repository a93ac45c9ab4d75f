import { type Deadline } from '../../src/key-policy-manager/deadline';

/** A clock that is as late as one has slept: waiting takes no time. */
export class TickingClock implements Deadline {
  public slept = 0;

  public constructor(private readonly milliseconds: number) {}

  public remaining(): number {
    return this.milliseconds - this.slept;
  }

  public async sleep(milliseconds: number): Promise<void> {
    this.slept += milliseconds;
  }
}
