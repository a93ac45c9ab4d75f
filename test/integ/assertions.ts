import { ExpectedResult, type IApiCall, type IDeployAssert, Match } from '@aws-cdk/integ-tests-alpha';
import { Duration, type Stack } from 'aws-cdk-lib';
import type { Function } from 'aws-cdk-lib/aws-lambda';
import type { Ground } from './ground';
import type { Pipeline } from './pipeline';
import { addProbe } from './probe';
import { trialsOf, type ProbeName } from './trials';

/**
 * Adds an assertion for each trial, one after the other. What is to be allowed is waited for, as IAM takes its time to
 * tell everybody of a new role; what is to be denied is not, and comes after something that is allowed the same role.
 *
 * @param patience of those that wait, in seconds
 * @param isStrict whether Lambda may assume the writer's role for the writer alone: no other function can have it then
 */
export function addAssertions(
  scope: Stack,
  assertions: IDeployAssert,
  ground: Ground,
  pipeline: Pipeline,
  { patience, isStrict }: { readonly patience: number; readonly isStrict: boolean },
): void {
  const probes: Readonly<Partial<Record<ProbeName, Function>>> = {
    admin: addProbe(scope, 'AdminProbe', ground.admin),
    consumer: addProbe(scope, 'ConsumerProbe', ground.consumer),
    redriver: addProbe(scope, 'RedriverProbe', ground.redriver),
    stranger: addProbe(scope, 'StrangerProbe', ground.stranger),
    otherFunction: isStrict ? undefined : addProbe(scope, 'OtherFunctionProbe', pipeline.orders.writer.role!),
  };
  let last: IApiCall | undefined;
  for (const { title, as, service, command, input, answer, isAtOnce } of trialsOf(pipeline, ground)) {
    const probe = probes[as];
    if (probe === undefined) continue;
    const call = assertions.invokeFunction({
      functionName: probe.functionName,
      // and not `toJsonString`: the provider makes text of it once more
      payload: JSON.stringify({ title, service, command, input }),
    });
    call.expect(ExpectedResult.objectLike({ Payload: Match.stringLikeRegexp(answer) }));
    if (!isAtOnce && !answer.includes('denied')) {
      call.waitForAssertions({ totalTimeout: Duration.seconds(patience), interval: Duration.seconds(10) });
    }
    last = last ? last.next(call) : call;
  }
}
