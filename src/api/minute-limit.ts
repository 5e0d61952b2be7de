/** Says whether there is room for one more of a key's in this minute: null, or how long to wait in milliseconds. */
export type MinuteLimit = (key: string) => number | null;

const MINUTE_MS = 60_000;

/** So many a minute for each key, counted in this process by the minutes of the clock; nothing older is kept. */
export function createMinuteLimit({
  perMinute,
  now = Date.now,
}: {
  perMinute: number;
  now?: () => number;
}): MinuteLimit {
  let minute = 0;
  let counts = new Map<string, number>();
  return (key) => {
    const at = now();
    const current = Math.floor(at / MINUTE_MS);
    if (current !== minute) counts = new Map();
    minute = current;
    const count = counts.get(key) ?? 0;
    if (count >= perMinute) return (current + 1) * MINUTE_MS - at;
    counts.set(key, count + 1);
    return null;
  };
}
