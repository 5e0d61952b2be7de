import { unclearIssue } from './issue.ts';
import type { Issue } from './issue.ts';
import type { PolicyPack } from './policy-pack.ts';
import { placeholdersOf } from './texts.ts';

/** What a well-formed pack still lacks: names that point nowhere, each with file and field. */
export function packGaps(pack: PolicyPack): string[] {
  const issues = Object.entries(pack.catalogue).flatMap(([id, issue]) =>
    issueGaps({ pack, id, issue }),
  );
  const unclear =
    unclearIssue in pack.catalogue ? [] : [`catalogue.json: ${unclearIssue} is missing`];
  return [
    ...unclear,
    ...issues,
    ...costGaps(pack),
    ...ruleGaps(pack),
    ...textGaps(pack),
    ...legalGaps(pack),
    ...hourGaps(pack),
  ];
}

// Every clock of working time would stand still, and nobody would ever be answered in time.
function hourGaps({ hours: { weekly } }: PolicyPack): string[] {
  const isOpenSomeday = Object.values(weekly).some((spans) => (spans ?? []).length > 0);
  return isOpenSomeday ? [] : ['hours.json: weekly: the office opens on no day of the week'];
}

function issueGaps({ pack, id, issue }: { pack: PolicyPack; id: string; issue: Issue }): string[] {
  const fields = [
    { field: 'trades', names: issue.trades, known: pack.trades },
    { field: 'selfHelp', names: issue.selfHelp, known: pack.selfHelp },
    { field: 'rules', names: issue.rules.map(({ when }) => when), known: pack.modifiers.known },
  ];
  return fields.flatMap(({ field, names, known }) =>
    names
      .filter((name) => !Object.hasOwn(known, name))
      .map((name) => `catalogue.json: ${id} > ${field}: nothing is called ${name}`),
  );
}

function costGaps({ costs, trades }: PolicyPack): string[] {
  return costs.reviewTrades
    .filter((trade) => !Object.hasOwn(trades, trade))
    .map((trade) => `costs.json: reviewTrades: no trade is called ${trade}`);
}

function ruleGaps({ dangerRules, catalogue }: PolicyPack): string[] {
  const { rules, unless, words } = dangerRules;
  return [{ id: 'unless', issue: unclearIssue, all: unless, unless: [] }, ...rules].flatMap(
    (rule) => {
      const lists = [...rule.all.flatMap((names) => names.split('|')), ...(rule.unless ?? [])];
      const gaps = lists
        .filter((list) => !Object.hasOwn(words, list))
        .map((list) => `danger-rules.json: ${rule.id}: no word list is called ${list}`);
      if (Object.hasOwn(catalogue, rule.issue)) return gaps;
      return [...gaps, `danger-rules.json: ${rule.id}: no issue is called ${rule.issue}`];
    },
  );
}

function legalGaps({ legalClocks: { on, outside, packs }, catalogue }: PolicyPack): string[] {
  const named = Object.entries(packs).flatMap(([name, { clocks }]) =>
    clocks.map(({ id, issues = [] }) => ({ field: `packs > ${name} > ${id}`, issues })),
  );
  const unknown = [{ field: 'outside', issues: outside }, ...named].flatMap(({ field, issues }) =>
    issues
      .filter((issue) => !Object.hasOwn(catalogue, issue))
      .map((issue) => `legal-clocks.json: ${field}: no issue is called ${issue}`),
  );
  const missing = on
    .filter((name) => !Object.hasOwn(packs, name))
    .map((name) => `legal-clocks.json: on: no pack is called ${name}`);
  return [...missing, ...unknown];
}

function textGaps({ texts }: PolicyPack): string[] {
  return Object.entries(texts).flatMap(([key, { en, es }]) => {
    if (es === undefined || placeholdersOf(en).join() === placeholdersOf(es).join()) return [];
    return [`texts.json: ${key}: the languages have different placeholders`];
  });
}
