import { isMainThread } from 'node:worker_threads';

// Loaded into worker and API before their own code: whoever started them can then set their clock wrong.

const RealDate = Date;
const readClock = Date.now.bind(Date);
let offsetMs = 0;
const shifted = (): number => readClock() + offsetMs;

if (isMainThread && process.send) {
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, given, newTarget) =>
      Reflect.construct(target, given.length === 0 ? [shifted()] : given, newTarget),
    apply: () => new RealDate(shifted()).toString(),
    get: (target, name) => (name === 'now' ? shifted : Reflect.get(target, name)),
  });
  process.on('message', (message: unknown) => {
    if (typeof message !== 'object' || message === null || !('clockOffsetMs' in message)) return;
    if (typeof message.clockOffsetMs === 'number') offsetMs = message.clockOffsetMs;
  });
}
