"""An app in Python: the same construct through the same kernel that the generated bindings drive.

usage: orders.py RUNTIME OUTDIR NAME=VERSION=TARBALL...   loads each package in order, synthesises into OUTDIR, prints the stack's template file
"""

import sys

from kernel import Kernel, struct

RUNTIME, OUTDIR, *PACKAGES = sys.argv[1:]
KEY_ARN = 'arn:aws:kms:eu-west-1:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab'

kernel = Kernel(RUNTIME)
for package in PACKAGES:
    kernel.load(*package.split('='))

app = kernel.create('aws-cdk-lib.App', struct('aws-cdk-lib.AppProps', outdir=OUTDIR))
environment = struct('aws-cdk-lib.Environment', account='111122223333', region='eu-west-1')
stack = kernel.create('aws-cdk-lib.Stack', app, 'OrdersStack', struct('aws-cdk-lib.StackProps', env=environment))


def add_orders(id, key_arn):
    return kernel.create('encrypted-queue-to-table.EncryptedQueueToTable', stack, id, struct(
        'encrypted-queue-to-table.EncryptedQueueToTableProps',
        keyArn=key_arn,
        adminRoleArns=['arn:aws:iam::111122223333:role/KeyAdmin'],
        consumerRoleArns=['arn:aws:iam::111122223333:role/OrdersApp'],
        retentionPeriod=kernel.static('aws-cdk-lib.Duration', 'days', 2),
    ))


orders = add_orders('Orders', KEY_ARN)
policy = kernel.invoke(kernel.get(orders, 'keyPolicy'), 'toDocument')
assert all(statement['Sid'] and '*' not in str(statement['Action']) for statement in policy['Statement']), policy

try:
    add_orders('Aliased', 'arn:aws:kms:eu-west-1:111122223333:alias/orders')
    sys.exit('an alias was taken for a key')
except RuntimeError as error:
    assert "'keyArn'" in str(error), error

kernel.invoke(app, 'synth')
print(kernel.version, kernel.get(stack, 'templateFile'))
sys.exit(kernel.close())
