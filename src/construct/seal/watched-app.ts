import { Stage } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { findAimed, isAimed } from './aimed-at';
import { findUnused, renderProblems, type SealedResource } from './sealed-resource';
import { FinalApp } from '../final/final-app';

/** What a seal holds, and which deviations it lets pass. */
interface Held {
  readonly resources: readonly SealedResource[];
  readonly accepted: ReadonlySet<string>;
}

/** Has the resources of the whole app looked through, once and at the end, for those that are aimed at what is held. */
export function watchApp(scope: IConstruct, held: Held): void {
  const stage = Stage.of(scope)!;
  const known = heldIn.get(stage);
  if (known) {
    known.push(held);
    return;
  }
  const all = [held];
  heldIn.set(stage, all);
  stage.node.addValidation({ validate: () => problemsOf(stage, all) });
}

const heldIn = new WeakMap<Stage, Held[]>();

/** The validation of a stage is the first of all that are in it. */
function problemsOf(stage: Stage, all: readonly Held[]): string[] {
  FinalApp.forget(stage);
  const targets = all.flatMap(({ resources }) => resources);
  const found = findAimed(FinalApp.of(stage), targets);
  return all.flatMap(({ accepted, resources }) => {
    const here = found.filter(({ target }) => resources.includes(target));
    return [...renderProblems(here, accepted), ...findUnused([...accepted].filter(isAimed), here)];
  });
}
