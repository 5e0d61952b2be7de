/** Whether somebody may come in while nobody is home. */
export type EntryPermission = 'yes' | 'no' | 'call-first';

/** What a resident said about a visit; pets and times in their own words, null where nothing was said. */
export interface Access {
  entry: EntryPermission | null;
  pets: string | null;
  times: string | null;
}

/** Nothing was said about a visit. */
export const NO_ACCESS: Access = { entry: null, pets: null, times: null };

/** Whether anything was said about a visit. */
export function saysAccess({ entry, pets, times }: Access): boolean {
  return entry !== null || pets !== null || times !== null;
}

/** What is known after something more was said: the later word counts. */
export function mergedAccess(before: Access, said: Access): Access {
  return {
    entry: said.entry ?? before.entry,
    pets: said.pets ?? before.pets,
    times: said.times ?? before.times,
  };
}

const ENTRY: Record<EntryPermission, string> = {
  yes: 'may enter when nobody is home',
  no: 'only when somebody is home',
  'call-first': 'call first',
};

/** What those who come must know, a line each, for staff. */
export function accessLines({ entry, pets, times }: Access): string[] {
  return [
    ...(entry ? [`Entry: ${ENTRY[entry]}`] : []),
    ...(pets ? [`Pets: ${pets}`] : []),
    ...(times ? [`Times: ${times}`] : []),
  ];
}
