import { asked } from './asked';
import { jsonService } from '../../../sandbox/gateway/json-protocol';
import { ServiceError } from '../../../sandbox/gateway/service-error';

const unknown: string[] = [];
const service = jsonService({
  name: 'ssm',
  unknownCall: call => unknown.push(call),
  operations: {
    Echo: ({ Text }) => ({ Text: Text as string }),
    Nothing: () => undefined,
    Refuse: () => {
      throw new ServiceError('ParameterNotFound', 'Parameter a not found.');
    },
  },
});
const call = async (operation: string | undefined, body: string) =>
  service(asked({ body, headers: operation === undefined ? {} : { 'x-amz-target': `AmazonSSM.${operation}` } }));

test.each([
  ['Echo', '{"Text":"a"}', 200, { Text: 'a' }],
  ['Nothing', '', 200, {}],
  ['Refuse', '{}', 400, { __type: 'ParameterNotFound', message: 'Parameter a not found.' }],
  [
    'Unheard',
    '{}',
    400,
    { __type: 'UnknownOperationException', message: 'The sandbox does not know the operation Unheard' },
  ],
  ['constructor', '{}', 400, expect.objectContaining({ __type: 'UnknownOperationException' })],
  [undefined, '{}', 400, expect.objectContaining({ __type: 'UnknownOperationException' })],
])('%s with %j is answered with %i', async (operation, body, status, fields) => {
  const answer = await call(operation, body);

  expect([answer.status, JSON.parse(answer.body)]).toEqual([status, fields]);
  expect(answer.headers['content-type']).toBe('application/x-amz-json-1.1');
  expect(answer.headers['x-amzn-errortype']).toBe((JSON.parse(answer.body) as { __type?: string }).__type);
});

test('each call that it does not know is named in the log', () => {
  expect(unknown).toEqual(['ssm:Unheard', 'ssm:constructor', 'ssm:']);
});
