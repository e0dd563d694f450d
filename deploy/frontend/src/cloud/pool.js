// A few workers, each with a queue; a question goes to the shortest one.
export function startPool(script, size) {
  const waiting = new Map();
  let next = 0;
  const workers = Array.from({ length: size }, () => {
    const worker = new Worker(script);
    worker.queued = 0;
    worker.onmessage = ({ data }) => {
      worker.queued--;
      const [done, failed] = waiting.get(data.id);
      waiting.delete(data.id);
      if (data.error) failed(new Error(data.error)); else done(data.result);
    };
    worker.onerror = event => {
      const error = new Error(event.message || 'worker failed');
      for (const [, failed] of waiting.values()) failed(error);
      waiting.clear();
    };
    return worker;
  });
  const tell = (worker, op, message) => new Promise((done, failed) => {
    const id = ++next;
    waiting.set(id, [done, failed]);
    worker.queued++;
    worker.postMessage({ ...message, op, id });
  });
  return {
    size,
    ask: (op, message) => tell(workers.reduce((a, b) => (a.queued <= b.queued ? a : b)), op, message),
    all: (op, message) => Promise.all(workers.map(worker => tell(worker, op, message))),
    stop: () => workers.forEach(worker => worker.terminate()),
  };
}
