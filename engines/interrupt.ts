const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const INTERRUPTED = 130; // the shell's code for a command that Ctrl-C ended

/** Listening for Ctrl-C and its like. */
export interface Interruption {
  /** Resolves at the first one. */
  readonly happened: Promise<void>;
  readonly stopListening: () => void;
}

/** Hears the first interruption out; the second one calls `killAll` and ends this process at once. */
export function onInterrupt(killAll: () => void): Interruption {
  const first = Promise.withResolvers<void>();
  let isSecond = false;
  const heard = () => {
    if (isSecond) {
      killAll();
      process.exit(INTERRUPTED);
    }
    isSecond = true;
    first.resolve();
  };
  for (const name of SIGNALS) process.on(name, heard);
  return {
    happened: first.promise,
    stopListening: () => {
      for (const name of SIGNALS) process.off(name, heard);
    },
  };
}
