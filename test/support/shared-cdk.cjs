/** In place of a module of CDK, the one of the worker: see unit-environment.ts. */
module.exports = {
  process: (_, file) => ({ code: `module.exports = sharedModule(${JSON.stringify(file)});` }),
};
