/** Preloaded into the program: SIGUSR2 ends its worker threads, as a fault in one would. */
const threads = require('node:worker_threads');

const started = [];
threads.Worker = class extends threads.Worker {
  constructor(...args) {
    super(...args);
    started.push(this);
  }
};
process.on('SIGUSR2', () => started.forEach((worker) => void worker.terminate()));
