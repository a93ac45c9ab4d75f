"""A client of the jsii kernel in Python's standard library: what the `jsii` package on PyPI does, as far as one app needs it."""

import json
import subprocess


class Kernel:
    """Talks to the runtime line by line: one JSON request, one JSON answer."""

    def __init__(self, runtime):
        self._process = subprocess.Popen(['node', runtime], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.version = self._read()['hello']

    def call(self, api, **request):
        self._process.stdin.write(json.dumps({'api': api, **request}) + '\n')
        self._process.stdin.flush()
        answer = self._read()
        if 'error' in answer:
            raise RuntimeError(answer['error'])
        return answer['ok']

    def close(self):
        self._process.stdin.write(json.dumps({'exit': 0}) + '\n')
        self._process.stdin.close()
        return self._process.wait(timeout=30)

    def _read(self):
        return json.loads(self._process.stdout.readline())
