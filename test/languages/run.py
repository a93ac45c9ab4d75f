"""Runs a CDK app in Python through the jsii kernel, without anything from PyPI.

usage: run.py RUNTIME APP NAME=VERSION=TARBALL...
"""

import runpy
import sys

from bindings import module
from kernel import Kernel

RUNTIME, APP, *PACKAGES = sys.argv[1:]

kernel = Kernel(RUNTIME)
for package in PACKAGES:
    name, version, tarball = package.split('=')
    kernel.call('load', name=name, version=version, tarball=tarball)

sys.modules['aws_cdk'] = module(kernel, 'aws_cdk', 'aws-cdk-lib')
sys.modules['encrypted_queue_to_table'] = module(kernel, 'encrypted_queue_to_table', 'encrypted-queue-to-table')
runpy.run_path(APP, run_name='__main__')

print(kernel.version)
sys.exit(kernel.close())
