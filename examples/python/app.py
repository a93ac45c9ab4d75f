"""The construct in Python: the same props in snake case, the same template."""

from aws_cdk import App, Duration, Environment, Stack
from encrypted_queue_to_table import EncryptedQueueToTable

app = App()
stack = Stack(app, 'OrdersStack', env=Environment(account='111122223333', region='eu-west-1'))

EncryptedQueueToTable(
    stack, 'Orders',
    key_arn=app.node.get_context('keyArn'),  # cdk deploy --context keyArn=arn:aws:kms:...
    admin_role_arns=['arn:aws:iam::111122223333:role/KeyAdmin'],  # manage the key, cannot use it
    consumer_role_arns=['arn:aws:iam::111122223333:role/OrdersApp'],  # send to the queue, read the table
    retention_period=Duration.days(2),
)

app.synth()
