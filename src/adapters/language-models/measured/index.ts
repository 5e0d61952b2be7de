import { modelDurations, modelTokens } from '../../../metrics.ts';
import type { LanguageModel } from '../../../ports/language-model.ts';

/** The same model, whose calls are timed and whose tokens are counted, under the name that it is configured by. */
export function createMeasuredLanguageModel({
  languageModel,
  model,
}: {
  languageModel: LanguageModel;
  model: string;
}): LanguageModel {
  return {
    async propose(context, askedFor) {
      const stop = modelDurations.startTimer({ model });
      try {
        const proposal = await languageModel.propose(context, askedFor);
        stop({ outcome: 'answered' });
        const { read = 0, written = 0 } = proposal.tokens ?? {};
        modelTokens.inc({ model, direction: 'read' }, read);
        modelTokens.inc({ model, direction: 'written' }, written);
        return proposal;
      } catch (error) {
        stop({ outcome: error instanceof Error ? error.name : 'unknown' });
        throw error;
      }
    },
  };
}
