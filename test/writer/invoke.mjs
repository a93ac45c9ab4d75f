// Runs a bundled handler for its parent, one invocation after another, until the parent lets go.
const { handler } = await import(process.argv[2]);

let invocations = Promise.resolve();
process.on('message', ({ event, milliseconds }) => {
  invocations = invocations.then(async () => {
    const end = Date.now() + milliseconds;
    try {
      process.send({
        response: await handler(event, { awsRequestId: 'request-1', getRemainingTimeInMillis: () => end - Date.now() }),
      });
    } catch (error) {
      process.send({ error: `${error.name}: ${error.message}` });
    }
  });
});
