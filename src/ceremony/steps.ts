import type { StepContext } from './ceremony-context';
import type { CeremonyRecord, StepName, StepResult } from './ceremony-record';

/** Does the steps of a ceremony, and notes each in the record. */
export class Steps {
  public constructor(
    private readonly record: CeremonyRecord,
    private readonly context: StepContext,
  ) {}

  /**
   * Does one step. The record says that it has begun before anything is done, and what came of it right after. So a
   * process that is killed in between leaves a record that knows what to look up.
   */
  public async do<T extends string | { readonly detail: string }>(
    step: StepName,
    title: string,
    work: () => Promise<T>,
  ): Promise<T> {
    const place = this.record.steps.length;
    this.context.progress(title);
    await this.note(place, step, 'begun', title);
    let outcome: T;
    try {
      outcome = await work();
    } catch (error) {
      const { name, message } = error as Error;
      await this.note(place, step, 'failed', name === 'CeremonyError' ? message : `${name}: ${message}`);
      throw error;
    }
    await this.note(place, step, 'done', typeof outcome === 'string' ? outcome : outcome.detail);
    return outcome;
  }

  public isDone(step: StepName): boolean {
    return this.record.steps.some(entry => entry.step === step && entry.result === 'done');
  }

  public isBegun(step: StepName): boolean {
    return this.record.steps.some(entry => entry.step === step);
  }

  private async note(place: number, step: StepName, result: StepResult, detail: string): Promise<void> {
    const { record, context } = this;
    const requests = context.requests.takeLogged();
    record.steps[place] = { step, result, at: context.now().toISOString(), detail, requests };
    await context.save(record);
  }
}
