import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** The local addresses on which a process listens, as the kernel writes them: hexadecimal, last byte first. */
export function listenersOf(pid: number): string[] {
  const sockets = new Set(socketsOf(pid));
  const lines = ['tcp', 'tcp6'].flatMap((table) =>
    readFileSync(`/proc/net/${table}`, 'utf8').trim().split('\n').slice(1),
  );
  return lines
    .map((line) => line.trim().split(/\s+/))
    .filter((columns) => columns[3] === '0A' && sockets.has(columns[9] ?? ''))
    .map(([, local]) => local?.split(':')[0] ?? '');
}

/** Whether such an address is of this machine alone. */
export function isLoopback(host: string): boolean {
  return /^(0{16}FFFF0000)?[0-9A-F]{6}7F$/.test(host) || host === `${'0'.repeat(24)}01000000`;
}

function socketsOf(pid: number): string[] {
  return readdirSync(`/proc/${pid}/fd`).flatMap((descriptor) => {
    try {
      return /socket:\[(\d+)\]/.exec(readlinkSync(`/proc/${pid}/fd/${descriptor}`))?.[1] ?? [];
    } catch {
      return []; // closed in the meantime
    }
  });
}
