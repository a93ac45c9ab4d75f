// What a function does that is not bundled: the packages as they lie in node_modules.
const { DynamoDBClient } = require('@aws-sdk/client-dynamodb');
const { DynamoDBDocumentClient } = require('@aws-sdk/lib-dynamodb');

exports.client = DynamoDBDocumentClient.from(new DynamoDBClient({}));
