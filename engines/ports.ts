import { join } from 'node:path';
import { z } from 'zod';
import { freePort, isPortFree } from './free-port.ts';
import { readIfPresent, writePrivateNow } from './private-file.ts';
import { EngineProblem } from './problem.ts';

const DEFAULT_PRODUCT_PORT = 3000;
const Remembered = z.object({
  product: z.number(),
  temporal: z.number(),
  temporalUi: z.number(),
  postgres: z.number(),
});

/** A loopback port for each door of the house. */
export type Ports = z.infer<typeof Remembered>;

interface Choice {
  dataFolder: string;
  environment: NodeJS.ProcessEnv;
}

/**
 * The ports of this start: those of the one before where they are still free, so that addresses stay the same.
 * @throws EngineProblem when `PORT` is taken or no port
 */
export async function choosePorts({ dataFolder, environment }: Choice): Promise<Ports> {
  const before = await rememberedPorts(dataFolder);
  const product = await productPort(environment['PORT'], before?.product);
  const taken = [product];
  const pick = async (preferred: number[]) => {
    const port = await freePort(preferred.filter((candidate) => !taken.includes(candidate)));
    taken.push(port);
    return port;
  };
  const ports = {
    product,
    temporal: await pick(before ? [before.temporal] : [7233]),
    temporalUi: await pick(before ? [before.temporalUi] : [8233]),
    postgres: await pick(before ? [before.postgres] : []),
  };
  writePrivateNow(join(dataFolder, 'ports.json'), `${JSON.stringify(ports, null, 2)}\n`);
  return ports;
}

/** The ports of the latest start; null before the first. */
export async function rememberedPorts(dataFolder: string): Promise<Ports | null> {
  const text = await readIfPresent(join(dataFolder, 'ports.json'));
  try {
    return Remembered.safeParse(JSON.parse(text ?? 'null')).data ?? null;
  } catch {
    return null; // not JSON: only addresses are lost
  }
}

/**
 * The port that `PORT` asks for, 3000 when it says nothing; null for 0, any free one.
 * @throws EngineProblem when it is no port
 */
export function wantedPort(text: string | undefined): number | null {
  const port = Number(text || DEFAULT_PRODUCT_PORT);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port || null;
  throw new EngineProblem(`PORT is ${text}, which is no port: set it to a number up to 65535.`);
}

async function productPort(text: string | undefined, before: number | undefined): Promise<number> {
  const port = wantedPort(text);
  if (port === null) return freePort(before ? [before] : []);
  if (await isPortFree(port)) return port;
  throw new EngineProblem(
    `Port ${port} is taken by another program: stop that program, or choose another port with PORT (0 for any free one).`,
  );
}
