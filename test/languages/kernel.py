"""A client of the jsii kernel in Python's standard library: what the `jsii` package on PyPI does, as far as one app needs it."""

import json
import subprocess


class Kernel:
    """Talks to the runtime line by line: one JSON request, one JSON answer."""

    def __init__(self, runtime):
        self._process = subprocess.Popen(['node', runtime], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.version = self._read()['hello']

    def load(self, name, version, tarball):
        return self._call('load', name=name, version=version, tarball=tarball)

    def create(self, fqn, *args):
        return self._call('create', fqn=fqn, args=list(args))

    def get(self, instance, name):
        return self._call('get', objref=instance, property=name)['value']

    def invoke(self, instance, method, *args):
        return self._call('invoke', objref=instance, method=method, args=list(args)).get('result')

    def static(self, fqn, method, *args):
        return self._call('sinvoke', fqn=fqn, method=method, args=list(args))['result']

    def close(self):
        self._process.stdin.write(json.dumps({'exit': 0}) + '\n')
        self._process.stdin.close()
        return self._process.wait(timeout=30)

    def _call(self, api, **request):
        self._process.stdin.write(json.dumps({'api': api, **request}) + '\n')
        self._process.stdin.flush()
        answer = self._read()
        if 'error' in answer:
            raise RuntimeError(answer['error'])
        return answer['ok']

    def _read(self):
        return json.loads(self._process.stdout.readline())


def struct(fqn, **fields):
    """A value of a jsii struct, as a foreign language passes it."""
    return {'$jsii.struct': {'fqn': fqn, 'data': fields}}
