/**
 * How many random cases a test tries: all of them in CI, and a quarter in the loop of a developer. `CI=true npm test`
 * tries all of them anywhere.
 */
export function randomRuns(all: number): number {
  return process.env.CI ? all : Math.ceil(all / 4);
}
