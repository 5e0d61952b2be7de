import type { Scene } from '../scene.ts';

export const QUIET_HOURS = 'When are quiet hours?';

/** Asks two things of the house rules at once, and later one more. */
export async function askQuestions(scene: Scene): Promise<void> {
  const burst = await scene.write(
    { text: QUIET_HOURS, wants: 'answer' },
    { text: 'I mean the quiet hours at night', wants: 'answer' },
  );
  for (const id of burst) await scene.settled(id);
  const [later = ''] = await scene.write({
    text: 'Please tell me the quiet hours again',
    wants: 'answer',
  });
  await scene.settled(later);
}
