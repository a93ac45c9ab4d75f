import { randomUUID } from 'node:crypto';
import { invokeAs } from './invoke';
import type { Cloud } from '../cloudformation/cloud';
import { jsonService } from '../gateway/json-protocol';
import type { Fields, UnknownCall } from '../gateway/operations';
import { permissionRequired } from '../gateway/permission';
import { ServiceError } from '../gateway/service-error';
import type { Service } from '../gateway/wire';
import type { Execution, StateMachine } from '../step-functions/state-machine';

/** Step Functions as far as a waiter of custom resources needs them: an execution runs in the background. */
export function stepFunctions(cloud: Cloud, unknownCall: UnknownCall): Service {
  const { stateMachines, authorize, region } = cloud;
  const requirePermission = permissionRequired(authorize, region, 'AccessDeniedException');
  const executionOf = (arn: string): Execution => {
    const found = [...stateMachines.values()].map(({ executions }) => executions.get(arn)).find(Boolean);
    if (found === undefined) throw new ServiceError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
    return found;
  };
  return jsonService({
    name: 'states',
    unknownCall,
    operations: {
      StartExecution: async ({ stateMachineArn, name = randomUUID(), input = '{}' }: Fields, { caller }) => {
        await requirePermission(caller, 'states:StartExecution', String(stateMachineArn));
        const machine = stateMachines.get(String(stateMachineArn));
        if (machine === undefined) {
          throw new ServiceError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${stateMachineArn}'`);
        }
        const host = {
          invoke: invokeAs(cloud, machine.roleArn),
          wait: async (seconds: number) => waitFor(cloud, seconds),
        };
        const { arn, started } = machine.start(String(name), JSON.parse(String(input)), host);
        return { executionArn: arn, startDate: started.getTime() / 1000 };
      },
      DescribeExecution: async ({ executionArn }, { caller }) => {
        await requirePermission(caller, 'states:DescribeExecution', String(executionArn));
        const { arn, started, status, output, error, cause } = executionOf(String(executionArn));
        const startDate = started.getTime() / 1000;
        return { executionArn: arn, startDate, status, output: output && JSON.stringify(output), error, cause };
      },
      ListStateMachines: async (_, { caller }) => {
        await requirePermission(caller, 'states:ListStateMachines', '*');
        return { stateMachines: [...stateMachines.values()].map(render) };
      },
    },
  });
}

const render = ({ arn }: StateMachine): Fields => ({
  stateMachineArn: arn,
  name: arn.split(':').at(-1),
  type: 'STANDARD',
});

const waitFor = async ({ clock }: Cloud, seconds: number): Promise<void> => clock.sleep(seconds * 1000);
