/** Everything that a stream tells, and its end. */
export function follow(client, runId, {until = update => ['COMPLETED', 'FAILED', 'CANCELED'].includes(update.status)} = {}) {
  const updates = [];
  const errors = [];
  let stream;
  const ended = new Promise(resolve => {
    stream = client.stream(runId, {
      onUpdate(update) {
        updates.push(update);
        if (until(update)) {
          resolve();
        }
      },
      onError(error) {
        errors.push(error);
        resolve();
      },
    });
  });
  return {updates, errors, ended, close: () => stream.close()};
}
