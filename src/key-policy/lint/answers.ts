import { type Call } from './call';

/** Answers that were found already. Policies of one app have most of their statements in common. */
export class Answers {
  private readonly known = new Map<string, Call | undefined>();

  /** @param question all that the answer depends on */
  public to(question: unknown, find: () => Call | undefined): Call | undefined {
    const key = JSON.stringify(question);
    if (!this.known.has(key)) this.known.set(key, find());
    return this.known.get(key);
  }
}
