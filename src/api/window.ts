import { z } from 'zod';
import { instantAt } from '../domain/local-time.ts';

// An instant, or what the property's clocks show.
const moment = z.union([z.iso.datetime({ offset: true }), z.iso.datetime({ local: true })]);
/** When they come. */
export const Window = z.object({ from: moment, to: moment });

/** A window as instants; times without an offset are those of the property's clocks. */
export function windowIn(zone: string) {
  return Window.transform(({ from, to }, context) => {
    const read = (field: 'from' | 'to', text: string): string => {
      const isLocal = !/(?:Z|[+-]\d{2}:?\d{2})$/.test(text);
      const at = isLocal ? instantAt({ local: text, zone }) : new Date(text).toISOString();
      if (at !== null) return at;
      context.addIssue({ code: 'custom', path: [field], message: `no such time in ${zone}` });
      return z.NEVER;
    };
    return { from: read('from', from), to: read('to', to) };
  })
    .refine(({ from, to }) => from < to, {
      path: ['to'],
      message: 'a window ends after it begins',
    })
    .refine(({ to }) => to > new Date().toISOString(), {
      path: ['to'],
      message: 'this window is over already',
    });
}
