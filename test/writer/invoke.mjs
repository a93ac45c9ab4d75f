// Runs a bundled handler for its parent, one invocation after another, until the parent lets go. As with Lambda, an
// invocation that takes longer than it has fails.
const { handler } = await import(process.argv[2]);

let invocations = Promise.resolve();
process.on('message', ({ event, milliseconds }) => {
  invocations = invocations.then(async () => {
    const end = Date.now() + milliseconds;
    let timer;
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error('Task timed out')), milliseconds);
    });
    const context = { awsRequestId: 'request-1', getRemainingTimeInMillis: () => end - Date.now() };
    try {
      process.send({ response: await Promise.race([handler(event, context), late]) });
    } catch (error) {
      process.send({ error: `${error.name}: ${error.message}` });
    }
    clearTimeout(timer);
  });
});
