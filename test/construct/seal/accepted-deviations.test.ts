import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AttributeType } from 'aws-cdk-lib/aws-dynamodb';
import { addOrders } from '../../support/orders';
import { override, problemsAfter, wayOut } from '../../support/sealed-orders';

const SAID = "'acceptedDeviations' must name what deviates, got ";

test('what is accepted by name passes, and stands in the metadata of the queue', () => {
  const acceptedDeviations = [
    'Table.GlobalSecondaryIndexes',
    'Table.Replicas.0.GlobalSecondaryIndexes',
    'Writer <- OrdersStack/Orders/Writer/FunctionUrl/Resource',
    'KeyPolicyManager/Function.Layers',
  ];
  const orders = addOrders({ acceptedDeviations });
  orders.table.addGlobalSecondaryIndex({ indexName: 'x', partitionKey: { name: 'id', type: AttributeType.STRING } });
  orders.writer.addFunctionUrl();
  override('KeyPolicyManager/Function', 'Layers', ['agent'])(orders);

  const queues = Template.fromStack(Stack.of(orders)).findResources('AWS::SQS::Queue');
  expect(Object.values(queues).flatMap(({ Metadata }) => Metadata ?? [])).toEqual([
    {
      'EncryptedQueueToTable::AcceptedDeviations': {
        Construct: 'OrdersStack-Orders-AB039DC1',
        Deviations: acceptedDeviations,
      },
    },
  ]);
});

test('nothing else passes with it', () => {
  const index = (orders: { table: any }) =>
    orders.table.addGlobalSecondaryIndex({ indexName: 'x', partitionKey: { name: 'id', type: AttributeType.STRING } });
  expect(problemsAfter(index, { acceptedDeviations: ['Table.GlobalSecondaryIndexes'] })).toEqual([
    `'Replicas.0.GlobalSecondaryIndexes' of OrdersStack/Orders/Table/Resource must be absent, got [{"IndexName":"x"}]${wayOut('Table.Replicas.0.GlobalSecondaryIndexes')}`,
  ]);
});

test.each([
  'Queue',
  '*',
  'Queue.KmsMasterKeyId',
  'Table.Replicas',
  'Writer <- OrdersStack/Nothing',
  'KeyPolicyManager/Function.Layers',
  'KeyPolicyManager/Function <- OrdersStack/Nothing',
])('%s accepts nothing where nothing deviates, and no more than what it names', name => {
  expect(problemsAfter(() => {}, { acceptedDeviations: [name] })).toEqual([`${SAID}"${name}", which does not`]);
});
