import { example, wildcards } from '../../evaluation/pattern';
import { conditions } from '../../evaluation/reading';
import { USE_ACTIONS } from '../../key-actions';
import { type Statement } from '../../statement';
import { ask } from '../question';
import { type Policy, type Rule } from '../rule';
import { isQueueOrTable } from '../through';

export const anotherService: Rule = {
  id: 'another-service',
  severity: 'warning',
  why: 'the key then guards what other services keep too: who may see that is for their policies to say',
  fix: 'add StringEquals kms:ViaService with sqs or dynamodb, and the Region of the key',
  check: (policy, context) =>
    othersNamed(policy).flatMap(service =>
      ask(policy, context, {
        of: ['identity', 'account', 'organization'],
        actions: USE_ACTIONS,
        given: { 'kms:ViaService': service },
      })
        .filter(({ statement }) => servicesOf(statement).includes(service))
        .map(({ statement, subject, call }) => ({
          statement,
          call,
          message: `lets ${subject.name} call ${call.action} through ${service}`,
        })),
    ),
};

/** The services that the policy's allows name, queue and table aside. */
function othersNamed({ statements }: Policy): readonly string[] {
  const named = statements.filter(({ Effect }) => Effect === 'Allow').flatMap(servicesOf);
  return [...new Set(named)].filter(service => !isQueueOrTable(service));
}

function servicesOf(statement: Statement): readonly string[] {
  return conditions(statement)
    .filter(({ key, operator }) => key.toLowerCase() === 'kms:viaservice' && !operator.includes('Not'))
    .flatMap(({ values }) => values.map(value => example(wildcards(value), 'eu-west-1')));
}
