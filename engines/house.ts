import { awaitReady } from './await-ready.ts';
import { bringUp, type BringUp } from './bring-up.ts';
import { openDataFolder, type DataFolder } from './data-folder.ts';
import { onInterrupt } from './interrupt.ts';
import { stopLeftovers } from './leftovers.ts';
import { lockDataFolder, type Lock } from './lock.ts';
import { choosePorts } from './ports.ts';
import { keepSecrets } from './secrets.ts';
import { startScreen } from './start-screen.ts';
import { createRestarts, wantedRestarts } from './restarts.ts';
import { createSupervisor, type Supervisor } from './supervisor.ts';
import { say } from './terminal.ts';
import { whatsAppStandIn } from './whatsapp-stand-in.ts';

type Options = Pick<BringUp, 'environment' | 'scripts' | 'watcher'>;

/**
 * Opens the house and keeps it open until someone interrupts it, which is a good end.
 * @throws EngineProblem when it cannot be opened, or when a part stops by itself and no restart is left; everything is
 * stopped by then
 */
export async function keepHouse(options: Options): Promise<void> {
  const restarts = createRestarts(wantedRestarts(options.environment));
  const folder = await openDataFolder(options.environment);
  const lock = await lockDataFolder(folder.path);
  const supervisor = createSupervisor({ restarts, onRestart: say });
  const interruption = onInterrupt(supervisor.killAll);
  const calledOff = new AbortController();
  const ended = Promise.race([interruption.happened, supervisor.firstDeath]);
  const opened = openHouse({ ...options, folder, lock, supervisor, signal: calledOff.signal });
  try {
    await Promise.race([opened, ended]);
    await ended;
    say('stopping');
  } finally {
    calledOff.abort();
    await supervisor.stopAll();
    await opened.catch(() => {}); // it has failed by now, or its failure is what brought us here
    lock.release();
    interruption.stopListening();
  }
}

interface Opening extends Options {
  folder: DataFolder;
  lock: Lock;
  supervisor: Supervisor;
  signal: AbortSignal;
}

async function openHouse(opening: Opening): Promise<void> {
  const { folder, lock, supervisor, environment } = opening;
  if (lock.leftovers.length > 0) {
    say('stopping what an earlier start left running');
    await stopLeftovers(lock.leftovers);
    lock.forgetLeftovers();
  }
  const dataFolder = folder.path;
  const ports = await choosePorts({ dataFolder, environment });
  const standIn = await whatsAppStandIn({ dataFolder, environment, ports });
  const house = await bringUp({
    ...opening,
    secrets: { ...(await keepSecrets({ dataFolder, environment })), ...standIn },
    ports,
    onLaunch: ({ marker, ...launched }) => {
      lock.record({ name: launched.name, pid: launched.running.pid, marker });
      supervisor.watch(launched);
    },
  });
  supervisor.keepUp();
  const { productUrl: url } = house;
  const missing = await awaitReady({ url, onProgress: say, signal: opening.signal });
  for (const line of startScreen(house, folder)) say(line);
  for (const line of missing) say(`Not ready yet: ${line}.`);
}
