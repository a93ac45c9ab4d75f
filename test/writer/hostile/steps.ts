import { Session, type Profiler } from 'node:inspector';
import * as path from 'node:path';
import { setFlagsFromString } from 'node:v8';

const WRITER = path.join(__dirname, '..', '..', '..', 'src', 'writer');

/** The compilers that are on in this version of Node.js. */
const COMPILERS = ['turbofan', 'use-osr', ...(parseInt(process.versions.node) >= 22 ? ['maglev'] : [])];

/**
 * Counts how often any piece of the writer's own code runs while something is done. V8 counts the runs of each block,
 * so the figure does not depend on the machine or its load.
 */
export class StepCounter {
  private readonly session = new Session();

  public constructor() {
    this.session.connect();
    // optimised code does not count
    for (const flag of COMPILERS) setFlagsFromString(`--no-${flag}`);
    this.post('Profiler.enable');
    this.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  }

  public count(act: () => unknown): number {
    this.take(); // and forget what ran before
    act();
    return this.take()
      .filter(({ url }) => url.includes(WRITER))
      .flatMap(({ functions }) => functions.flatMap(({ ranges }) => ranges.map(({ count }) => count)))
      .reduce((sum, count) => sum + count, 0);
  }

  public stop(): void {
    this.session.disconnect();
    for (const flag of COMPILERS) setFlagsFromString(`--${flag}`);
  }

  private take(): Profiler.ScriptCoverage[] {
    return this.post<Profiler.TakePreciseCoverageReturnType>('Profiler.takePreciseCoverage').result;
  }

  /** A session on one's own thread answers before `post` returns. */
  private post<T>(method: string, parameters: object = {}): T {
    let answer: T | undefined;
    this.session.post(method, parameters, (error, result) => {
      if (error) throw error;
      answer = result as T;
    });
    return answer!;
  }
}
