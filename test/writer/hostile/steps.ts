import { Session, type Profiler } from 'node:inspector';
import * as path from 'node:path';
import { setFlagsFromString } from 'node:v8';

const WRITER = path.join(__dirname, '..', '..', '..', 'src', 'writer');

/**
 * How often any piece of the writer's own code runs while something is done. V8 counts the runs of each block, so the
 * figure does not depend on the machine or its load.
 */
export function countSteps(act: () => unknown): number {
  const session = new Session();
  session.connect();
  // optimised code does not count
  for (const flag of COMPILERS) setFlagsFromString(`--no-${flag}`);
  try {
    post(session, 'Profiler.enable');
    post(session, 'Profiler.startPreciseCoverage', { callCount: true, detailed: true });
    act();
    const { result } = post<Profiler.TakePreciseCoverageReturnType>(session, 'Profiler.takePreciseCoverage');
    return result
      .filter(({ url }) => url.includes(WRITER))
      .flatMap(({ functions }) => functions.flatMap(({ ranges }) => ranges.map(({ count }) => count)))
      .reduce((sum, count) => sum + count, 0);
  } finally {
    session.disconnect();
    for (const flag of COMPILERS) setFlagsFromString(`--${flag}`);
  }
}

/** The compilers that are on in this version of Node.js. */
const COMPILERS = ['turbofan', 'use-osr', ...(parseInt(process.versions.node) >= 22 ? ['maglev'] : [])];

/** A session on one's own thread answers before `post` returns. */
function post<T>(session: Session, method: string, parameters: object = {}): T {
  let answer: T | undefined;
  session.post(method, parameters, (error, result) => {
    if (error) throw error;
    answer = result as T;
  });
  return answer!;
}
