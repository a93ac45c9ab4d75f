"""Modules made up at run time, in place of the generated ones: each class and struct of a jsii package under the name Python gives it."""

import re
import types

STRUCTS = {'aws-cdk-lib.Environment'}


def camel(name):
    return re.sub('_(.)', lambda match: match[1].upper(), name)


def wrap(kernel, value):
    return Object(kernel, value) if isinstance(value, dict) and '$jsii.byref' in value else value


def unwrap(value):
    return value.reference if isinstance(value, Object) else value


class Object:
    """An instance that lives in the kernel: an attribute is a property if there is one of the name, else a method."""

    def __init__(self, kernel, reference):
        self.kernel, self.reference = kernel, reference

    def __getattr__(self, name):
        try:
            return wrap(self.kernel, self.kernel.call('get', objref=self.reference, property=camel(name))['value'])
        except RuntimeError:
            return lambda *args: wrap(self.kernel, self.kernel.call(
                'invoke', objref=self.reference, method=camel(name), args=[unwrap(arg) for arg in args]).get('result'))


class Type:
    """A class: called it makes an instance, of which the keywords are the props; an attribute is a static method."""

    def __init__(self, kernel, fqn):
        self.kernel, self.fqn = kernel, fqn

    def __call__(self, *args, **props):
        data = {camel(name): unwrap(value) for name, value in props.items()}
        if self.fqn in STRUCTS:
            return {'$jsii.struct': {'fqn': self.fqn, 'data': data}}
        struct = [{'$jsii.struct': {'fqn': f'{self.fqn}Props', 'data': data}}] if data else []
        return Object(self.kernel, self.kernel.call('create', fqn=self.fqn, args=[*map(unwrap, args), *struct]))

    def __getattr__(self, name):
        return lambda *args: wrap(self.kernel, self.kernel.call('sinvoke', fqn=self.fqn, method=camel(name), args=list(args))['result'])


def module(kernel, name, package):
    made = types.ModuleType(name)
    made.__getattr__ = lambda attribute: Type(kernel, f'{package}.{attribute}')
    return made
